//! The key of the database.

use domain::{Fault, FaultCode};
use hmac::{Hmac, KeyInit, Mac};
use rand::CryptoRng;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::recovery;

/// The random 32 bytes that encrypt the database and its backups. They are wiped from memory when dropped, and neither
/// printed nor serialised.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// A new key. `random` has to be fit for secrets.
    pub fn generate(random: &mut impl CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        random.fill_bytes(bytes.as_mut_slice());
        Self(bytes)
    }

    /// Reads 64 hexadecimal digits. White space around them does not matter.
    ///
    /// # Errors
    /// `FaultCode::DatabaseKeyUnreadable` where the text is anything else.
    pub fn from_hex(text: &str) -> Result<Self, Fault> {
        let mut bytes = Zeroizing::new([0; 32]);
        match hex::decode_to_slice(text.trim(), bytes.as_mut_slice()) {
            Ok(()) => Ok(Self(bytes)),
            Err(_) => Err(Fault::new(
                FaultCode::DatabaseKeyUnreadable,
                "not 64 hexadecimal digits",
            )),
        }
    }

    /// The key as 64 hexadecimal digits, for the keyring.
    #[must_use]
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0.as_slice()))
    }

    /// The key as a person writes it down: see [`Self::from_recovery_text`].
    #[must_use]
    pub fn to_recovery_text(&self) -> Zeroizing<String> {
        recovery::write(&self.0)
    }

    /// Reads what a person wrote down. Case, blanks and hyphens do not matter.
    ///
    /// # Errors
    /// `FaultCode::Refused` where something is mistyped, missing or too much: the checksum tells that from a key that
    /// is right but not this data's (`FaultCode::WrongKey`, when the store is opened).
    pub fn from_recovery_text(text: &str) -> Result<Self, Fault> {
        recovery::read(text).map(Self)
    }

    /// What tells this key from another without telling the key.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(self.0.as_slice()) else {
            // A key of any length is taken; the result type knows of other algorithms.
            return String::new();
        };
        mac.update(b"learner-sync database key, version 1");
        hex::encode(&mac.finalize().into_bytes()[..16])
    }
}

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseKey(<redacted>)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGITS: &str = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";

    #[test]
    fn a_key_reads_back_and_is_never_printed() {
        let key = DatabaseKey::from_hex(&format!(" {DIGITS}\n")).unwrap();
        assert_eq!(key.to_hex().as_str(), DIGITS.to_lowercase());
        assert_eq!(format!("{key:?}"), "DatabaseKey(<redacted>)");
    }

    #[test]
    fn anything_but_64_digits_is_no_key() {
        for text in ["", "00", &DIGITS[1..], &format!("{DIGITS}0"), &DIGITS.replace('0', "g")] {
            let fault = DatabaseKey::from_hex(text).unwrap_err();
            assert_eq!(fault.code, FaultCode::DatabaseKeyUnreadable);
        }
    }

    #[test]
    fn a_fingerprint_tells_keys_apart_and_not_the_key() {
        let one = DatabaseKey::from_hex(DIGITS).unwrap();
        let other = DatabaseKey::from_hex(&DIGITS.replace('1', "2")).unwrap();
        assert_ne!(one.fingerprint(), other.fingerprint());
        assert_eq!(one.fingerprint().len(), 32);
        assert!(!one.to_hex().contains(&one.fingerprint()));
    }

    #[test]
    fn two_generated_keys_differ() {
        let mut random = rand::rng();
        assert_ne!(DatabaseKey::generate(&mut random), DatabaseKey::generate(&mut random));
    }
}
