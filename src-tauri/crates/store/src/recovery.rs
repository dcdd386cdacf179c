//! The recovery key: the database key as text that a person can write down and type again.
//!
//! The alphabet of 32 signs leaves out I, L, O and U, so that nothing is misread (as Crockford's does). 256 bits of key and
//! 40 of checksum make 60 signs, written as ten groups of six.

use domain::{Fault, FaultCode};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const KEY_BYTES: usize = 32;
const CHECK_BYTES: usize = 5;
/// 37 bytes are 296 bits; signs carry five each, and the last four bits of the last sign are 0.
const SIGN_COUNT: usize = ((KEY_BYTES + CHECK_BYTES) * 8).div_ceil(5);
const GROUP: usize = 6;

/// Groups of six signs, the key and its checksum.
pub(crate) fn write(key: &[u8; KEY_BYTES]) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0_u8; KEY_BYTES + CHECK_BYTES]);
    bytes[..KEY_BYTES].copy_from_slice(key);
    bytes[KEY_BYTES..].copy_from_slice(&checksum(key));
    let mut text = Zeroizing::new(String::with_capacity(SIGN_COUNT + SIGN_COUNT / GROUP));
    for index in 0..SIGN_COUNT {
        if index > 0 && index % GROUP == 0 {
            text.push('-');
        }
        text.push(char::from(SIGNS[five_bits(bytes.as_slice(), index)]));
    }
    text
}

/// The key in a text whose case, blanks and hyphens do not matter; O is taken for 0, I and L for 1.
pub(crate) fn read(text: &str) -> Result<Zeroizing<[u8; KEY_BYTES]>, Fault> {
    let mut bytes = Zeroizing::new([0_u8; KEY_BYTES + CHECK_BYTES]);
    let mut count = 0;
    for sign in text.chars().filter(|sign| !sign.is_whitespace() && !is_hyphen(*sign)) {
        let value = value_of(sign).ok_or_else(|| mistyped("it has a sign that no recovery key has"))?;
        if count == SIGN_COUNT {
            return Err(mistyped("it is too long"));
        }
        if !put_five_bits(bytes.as_mut_slice(), count, value) {
            return Err(mistyped("its last sign is mistyped"));
        }
        count += 1;
    }
    if count < SIGN_COUNT {
        return Err(mistyped("it is too short"));
    }
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    key.copy_from_slice(&bytes[..KEY_BYTES]);
    if bytes[KEY_BYTES..] == checksum(&key) {
        Ok(key)
    } else {
        Err(mistyped("a sign in it is mistyped"))
    }
}

fn checksum(key: &[u8; KEY_BYTES]) -> [u8; CHECK_BYTES] {
    let digest = Sha256::new()
        .chain_update(b"learner-sync recovery key, version 1")
        .chain_update(key)
        .finalize();
    let mut check = [0; CHECK_BYTES];
    check.copy_from_slice(&digest[..CHECK_BYTES]);
    check
}

fn five_bits(bytes: &[u8], index: usize) -> usize {
    (0..5).fold(0, |value, bit| {
        let at = index * 5 + bit;
        let set = bytes.get(at / 8).is_some_and(|byte| byte & (0x80 >> (at % 8)) != 0);
        value << 1 | usize::from(set)
    })
}

/// Whether all of them fit.
fn put_five_bits(bytes: &mut [u8], index: usize, value: usize) -> bool {
    (0..5).filter(|bit| value & (0x10 >> bit) != 0).all(|bit| {
        let at = index * 5 + bit;
        bytes.get_mut(at / 8).map(|byte| *byte |= 0x80 >> (at % 8)).is_some()
    })
}

fn value_of(sign: char) -> Option<usize> {
    let sign = match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    SIGNS.iter().position(|known| char::from(*known) == sign)
}

/// A hyphen, or what a word processor makes of one.
fn is_hyphen(sign: char) -> bool {
    matches!(sign, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn mistyped(problem: &'static str) -> Fault {
    Fault::new(FaultCode::Refused, format!("recovery key: {problem}"))
        .with("problem", format!("This is no recovery key: {problem}."))
        .with("remedy", "type it again as it was written down.")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn problem(text: &str) -> String {
        let fault = read(text).unwrap_err();
        assert_eq!(fault.code, FaultCode::Refused, "a typo is no wrong key");
        fault.cause
    }

    #[test]
    fn a_recovery_key_is_groups_of_six_signs() {
        let text = write(&[0xA5; 32]);
        assert!(text.split('-').all(|group| group.len() <= GROUP), "easy to type");
        assert_eq!(text.split('-').count(), SIGN_COUNT.div_ceil(GROUP));
    }

    #[test]
    fn case_blanks_hyphens_and_look_alikes_do_not_matter() {
        let text = write(&[7; 32]);
        let typed = text
            .to_lowercase()
            .replace('-', " – ")
            .replace('0', "o")
            .replace('1', "l");
        assert_eq!(*read(&format!("\n {typed}\t")).unwrap(), [7; 32]);
    }

    #[test]
    fn a_text_of_another_length_or_alphabet_says_so() {
        let text = write(&[9; 32]);
        assert!(problem("").contains("short"));
        assert!(problem(&text[..text.len() - 1]).contains("short"));
        assert!(problem(&format!("{}A", *text)).contains("long"));
        assert!(problem(&text.replacen('-', "!", 1)).contains("sign that no recovery key has"));
    }

    proptest! {
        #[test]
        fn every_key_reads_back(key in any::<[u8; 32]>()) {
            prop_assert_eq!(*read(&write(&key)).unwrap(), key);
        }

        #[test]
        fn one_wrong_sign_is_always_noticed(key in any::<[u8; 32]>(), at in 0..SIGN_COUNT, by in 1_usize..32) {
            let text: String = write(&key).replace('-', "");
            let wrong = SIGNS[(value_of(text.as_bytes()[at].into()).unwrap() + by) % 32];
            let mut typed = text.into_bytes();
            typed[at] = wrong;
            prop_assert!(read(&String::from_utf8(typed).unwrap()).is_err());
        }
    }
}
