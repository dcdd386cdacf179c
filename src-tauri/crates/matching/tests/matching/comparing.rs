//! A learner beside an account, attribute by attribute.

use domain::comparison::{Agreement, Attribute, Compared, Described};
use domain::nino::{Nino, Reading};
use matching::{Systems, compare};
use proptest::prelude::*;

fn nobody() -> Described {
    Described {
        given_name: String::new(),
        family_name: String::new(),
        date_of_birth: None,
        email: None,
        nino: Reading::Missing,
        nino_ending: None,
        uln: None,
        reference: None,
        username: None,
    }
}

fn named(given: &str, family: &str) -> Described {
    Described {
        given_name: given.into(),
        family_name: family.into(),
        ..nobody()
    }
}

fn emailed(email: &str) -> Described {
    Described {
        email: Some(email.into()),
        ..nobody()
    }
}

fn born(day: &str) -> Described {
    Described {
        date_of_birth: day.parse().ok(),
        ..nobody()
    }
}

fn numbered(nino: &str) -> Described {
    Described {
        nino: Nino::read(nino),
        nino_ending: Some(nino[nino.len() - 3..].into()),
        ..nobody()
    }
}

fn all(learner: &Described, user: &Described) -> Vec<Compared> {
    let systems = Systems {
        record_system: "Onefile".into(),
        provider: "bksb".into(),
    };
    compare(learner, user, &systems)
}

fn one(attribute: Attribute, learner: &Described, user: &Described) -> Compared {
    let found = all(learner, user).into_iter().find(|one| one.attribute == attribute);
    found.unwrap_or_else(|| unreachable!("{attribute} is told"))
}

/// The agreement with its note, and what is marked on both sides.
fn told(attribute: Attribute, learner: &Described, user: &Described) -> (Agreement, String, Vec<String>, Vec<String>) {
    let compared = one(attribute, learner, user);
    let cut = |text: &Option<String>, marks: &[(usize, usize)]| {
        let signs: Vec<char> = text.iter().flat_map(|text| text.chars()).collect();
        marks
            .iter()
            .map(|(from, to)| signs[*from..*to].iter().collect())
            .collect()
    };
    (
        compared.agreement,
        compared.note,
        cut(&compared.learner, &compared.learner_marks),
        cut(&compared.user, &compared.user_marks),
    )
}

#[track_caller]
fn tells(
    attribute: Attribute,
    (learner, user): (&Described, &Described),
    agreement: Agreement,
    note: &str,
    marks: (&[&str], &[&str]),
) {
    let owned = |marks: &[&str]| marks.iter().map(|mark| (*mark).to_owned()).collect::<Vec<_>>();
    let expected = (agreement, note.to_owned(), owned(marks.0), owned(marks.1));
    assert_eq!(told(attribute, learner, user), expected);
}

#[test]
fn names_are_the_same_but_for_how_they_are_written() {
    let close = |one: (&str, &str), two: (&str, &str), note, left: &[&str], right: &[&str]| {
        let both = (&named(one.0, one.1), &named(two.0, two.1));
        tells(Attribute::Name, both, Agreement::Close, note, (left, right));
    };
    let both = (&named("Réka", "Ábrahámfi"), &named(" Re\u{301}ka ", "Ábrahámfi"));
    tells(Attribute::Name, both, Agreement::Same, "Same", (&[], &[]));
    close(
        ("Réka", "Ábrahámfi"),
        ("Reka", "Abrahamfi"),
        "Same but for accents",
        &["é", "Á", "á"],
        &["e", "A", "a"],
    );
    close(
        ("Joy", "MacRae"),
        ("joy", "Macrae"),
        "Same but for capitals",
        &["J", "R"],
        &["j", "r"],
    );
    close(
        ("Zoë-Anne", "O'Neil"),
        ("ZOE ANNE", "ONEIL"),
        "Same but for how it is written",
        &["ë-", "'"],
        &["E "],
    );
    close(
        ("FREYA", "LINDQVIST"),
        ("Freya", "Lindquist"),
        "1 letter differs",
        &["V"],
        &["u"],
    );
    close(
        ("Magdalena", "Wójtowska"),
        ("Magdalina", "Wojtowski"),
        "2 letters differ",
        &["e", "ó", "a"],
        &["i", "o", "i"],
    );
}

#[test]
fn names_of_different_people_are_marked_word_by_word() {
    let both = (&named("Joy", "Kestrel-Amadi"), &named("Daniel", "Kestrel"));
    tells(
        Attribute::Name,
        both,
        Agreement::Differs,
        "Differs",
        (&["Joy", "Amadi"], &["Daniel"]),
    );
    let both = (&named("Joy", "Kestrel"), &named("Daniel", "KESTREL"));
    tells(
        Attribute::Name,
        both,
        Agreement::Differs,
        "The given name differs",
        (&["Joy"], &["Daniel"]),
    );
    let both = (&named("Joy", "Amadi"), &named("Joy", "Baines-Okoroye"));
    tells(
        Attribute::Name,
        both,
        Agreement::Differs,
        "The family name differs",
        (&["Amadi"], &["Baines", "Okoroye"]),
    );
    let both = (&named("Al", "Li"), &named("Bo", "Li"));
    tells(
        Attribute::Name,
        both,
        Agreement::Differs,
        "The given name differs",
        (&["Al"], &["Bo"]),
    );
}

#[test]
fn names_of_every_script_are_compared() {
    let both = (&named("محمد", "علي"), &named("محمد", "على"));
    tells(
        Attribute::Name,
        both,
        Agreement::Close,
        "1 letter differs",
        (&["ي"], &["ى"]),
    );
    let both = (&named("小龍", "李"), &named("小龍", "李"));
    tells(Attribute::Name, both, Agreement::Same, "Same", (&[], &[]));
    let both = (&named("🦊", ""), &named("Fox", ""));
    assert_eq!(told(Attribute::Name, both.0, both.1).0, Agreement::Differs);
}

#[test]
fn what_one_side_does_not_say_is_unknown_and_told_where() {
    for (learner, user, note) in [
        (nobody(), named("Joy", "Amadi"), "Not recorded in Onefile"),
        (named("Joy", "Amadi"), nobody(), "Not recorded in bksb"),
        (nobody(), named(" ", ""), "Not recorded in either"),
    ] {
        tells(Attribute::Name, (&learner, &user), Agreement::Unknown, note, (&[], &[]));
    }
    let both = (&born("2005-01-08"), &nobody());
    tells(
        Attribute::DateOfBirth,
        both,
        Agreement::Unknown,
        "Not recorded in bksb",
        (&[], &[]),
    );
}

#[test]
fn only_what_either_side_has_is_told_beyond_name_day_and_email() {
    let attributes = |learner: &Described, user: &Described| {
        let told = all(learner, user).into_iter();
        told.map(|one| one.attribute).collect::<Vec<_>>()
    };
    let always = [Attribute::Name, Attribute::DateOfBirth, Attribute::Email];
    assert_eq!(attributes(&nobody(), &nobody()), always);
    let user = Described {
        reference: Some("MV-1".into()),
        uln: Some("9999999999".into()),
        ..nobody()
    };
    assert_eq!(
        attributes(&nobody(), &user)[3..],
        [Attribute::Reference],
        "a ULN that stands for none is none"
    );
}

#[test]
fn days_that_were_typed_wrong_are_close() {
    for (other, agreement, note) in [
        ("2005-01-08", Agreement::Same, "Same"),
        ("2005-08-01", Agreement::Close, "Day and month are swapped"),
        ("2006-01-08", Agreement::Close, "The year differs"),
        ("2005-02-08", Agreement::Close, "The month differs"),
        ("2005-01-09", Agreement::Close, "The day differs"),
        ("2008-05-30", Agreement::Differs, "Differs"),
    ] {
        let both = (&born("2005-01-08"), &born(other));
        tells(Attribute::DateOfBirth, both, agreement, note, (&[], &[]));
    }
    assert_eq!(
        one(Attribute::DateOfBirth, &born("2005-01-08"), &nobody())
            .learner
            .as_deref(),
        Some("2005-01-08")
    );
}

#[test]
fn emails_are_compared_as_mail_servers_read_them() {
    let email = |one: &str, two: &str, agreement, note, left: &[&str], right: &[&str]| {
        let both = (&emailed(one), &emailed(two));
        tells(Attribute::Email, both, agreement, note, (left, right));
    };
    email(
        " Amy@Example.org",
        "amy@example.ORG ",
        Agreement::Same,
        "Same",
        &[],
        &[],
    );
    email(
        "reka@merrowvale.example",
        "reka@merowvale.example",
        Agreement::Close,
        "1 letter differs",
        &["r"],
        &[],
    );
    email(
        "a.b@example.org",
        "ab+x@example.org",
        Agreement::Close,
        "Same but for dots or a tag",
        &["."],
        &["+x"],
    );
    email(
        "amy@school.example",
        "amy@college.example",
        Agreement::Close,
        "The domain differs",
        &["school.example"],
        &["college.example"],
    );
    email(
        "amy@example.org",
        "daniel@example.org",
        Agreement::Differs,
        "Differs",
        &["amy"],
        &["daniel"],
    );
    email(
        "nobody",
        "amy@example.org",
        Agreement::Differs,
        "Differs",
        &["nobody"],
        &["amy@example.org"],
    );
}

#[test]
fn a_national_insurance_number_is_compared_whole_and_told_by_its_ending() {
    for (own, other, agreement, note) in [
        ("AB123456C", "ab 12 34 56 c", Agreement::Same, "Same"),
        ("AB123456C", "AB123457C", Agreement::Differs, "Differs"),
        (
            "AB123456",
            "AB123456C",
            Agreement::Close,
            "Same but for a missing last letter",
        ),
        (
            "QQ123456C",
            "AB123456C",
            Agreement::Unknown,
            "Not a real number in Onefile",
        ),
        (
            "AB123456C",
            "QQ123456C",
            Agreement::Unknown,
            "Not a real number in bksb",
        ),
    ] {
        let (learner, user) = (numbered(own), numbered(other));
        tells(Attribute::Nino, (&learner, &user), agreement, note, (&[], &[]));
        let shown = one(Attribute::Nino, &learner, &user);
        let said = format!("{shown:?}");
        assert!(!said.contains("12345"), "no more than the ending is told: {said}");
    }
    let both = one(Attribute::Nino, &numbered("AB123456C"), &nobody());
    assert_eq!(both.learner.as_deref(), Some("••••••56C"));
}

#[test]
fn codes_agree_whatever_their_case_and_are_close_by_one_sign() {
    let with = |username: Option<&str>, reference: &str| Described {
        username: username.map(str::to_owned),
        reference: Some(reference.into()),
        ..nobody()
    };
    let both = (&with(Some("Temi.BO"), "mv-21103"), &with(Some("temi.bo"), "MV-21103"));
    tells(Attribute::Username, both, Agreement::Same, "Same", (&[], &[]));
    tells(Attribute::Reference, both, Agreement::Same, "Same", (&[], &[]));
    let both = (&with(None, "MV-21103"), &with(None, "MV-21113"));
    tells(
        Attribute::Reference,
        both,
        Agreement::Close,
        "1 character differs",
        (&["0"], &["1"]),
    );
}

#[test]
fn an_email_that_is_the_username_is_said() {
    let learner = emailed("Amy@example.org");
    let user = Described {
        username: Some("amy@EXAMPLE.org".into()),
        ..nobody()
    };
    tells(
        Attribute::Username,
        (&learner, &user),
        Agreement::Close,
        "It is the email in Onefile",
        (&[], &[]),
    );
}

proptest! {
    #[test]
    fn whatever_is_written_marks_lie_within_it_and_both_ways_agree(
        one in "\\PC{0,24}", two in "\\PC{0,24}",
    ) {
        let (learner, user) = (named(&one, ""), named(&two, ""));
        for (attribute, there, back) in [
            (Attribute::Name, all(&learner, &user), all(&user, &learner)),
            (Attribute::Email, all(&emailed(&one), &emailed(&two)), all(&emailed(&two), &emailed(&one))),
        ] {
            let find = |told: Vec<Compared>| told.into_iter().find(|one| one.attribute == attribute).unwrap();
            let (there, back) = (find(there), find(back));
            prop_assert_eq!(there.agreement, back.agreement);
            for (text, marks) in [(&there.learner, &there.learner_marks), (&there.user, &there.user_marks)] {
                let length = text.as_ref().map_or(0, |text| text.chars().count());
                let mut last = 0;
                for (from, to) in marks {
                    prop_assert!(last <= *from && from < to && *to <= length, "{marks:?} in {text:?}");
                    last = *to;
                }
            }
        }
    }

    #[test]
    fn a_person_agrees_with_themselves(given in "\\PC{0,16}", email in "\\PC{1,16}") {
        let me = Described { email: Some(email), ..named(&given, "Family") };
        for told in all(&me, &me) {
            prop_assert!(matches!(told.agreement, Agreement::Same | Agreement::Unknown), "{told:?}");
            prop_assert!(told.learner_marks.is_empty() && told.user_marks.is_empty());
        }
    }
}
