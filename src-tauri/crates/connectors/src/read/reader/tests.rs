use domain::run::SkipReason;

use super::*;
use crate::read::tables::Table;

/// Reads a row of one cell `A` and one cell `B` by one field.
fn with<T>(field: Field, cells: [Option<&str>; 2], read: impl Fn(&Reader<'_, '_>) -> T) -> T {
    let mut fields = Fields::new(std::sync::Arc::new(Table::of(
        &[("English".into(), "english".into())].into(),
    )));
    fields.set(FieldName::Title, field.clone());
    fields.set(FieldName::Score, field.clone());
    fields.set(FieldName::Active, field.clone());
    fields.set(FieldName::Subject, field);
    let values = Values::default().with("course", "ENG");
    read(&Reader::new(&fields, &Row::bare(&cells), &values))
}

fn of(kind: FieldKind) -> Field {
    Field {
        sources: vec![Source::Cell(0, "A".into()), Source::Cell(1, "B".into())],
        constant: None,
        kind,
        format: None,
        table: None,
        step: None,
        optional: false,
        yes: Vec::new(),
        no: Vec::new(),
    }
}

fn text(kind: FieldKind, a: &str) -> Result<Option<String>, SkipReason> {
    with(of(kind), [Some(a), None], |row| row.text(FieldName::Title)).map_err(|unfit| unfit.reason)
}

fn flag(field: &Field, a: &str) -> Result<Option<bool>, SkipReason> {
    with(field.clone(), [Some(a), None], |row| row.flag(FieldName::Active)).map_err(|unfit| unfit.reason)
}

const MISTYPED: SkipReason = SkipReason::FieldMistyped;

#[test]
fn an_id_is_text_or_a_whole_number() {
    assert_eq!(text(FieldKind::Id, "42"), Ok(Some("42".into())));
    assert_eq!(text(FieldKind::Id, "\" 42 \""), Ok(Some("42".into())), "the same id");
    for bad in ["4.2", "-1", "1e3", "true", "{}", "[1]"] {
        assert_eq!(text(FieldKind::Id, bad), Err(MISTYPED), "{bad}");
    }
}

#[test]
fn digits_are_digits() {
    assert_eq!(text(FieldKind::Digits, "\"0042\""), Ok(Some("0042".into())));
    assert_eq!(text(FieldKind::Digits, "\"A user\""), Err(MISTYPED), "prose is no id");
}

#[test]
fn blank_and_null_are_nothing_and_other_text_is_kept_as_it_came() {
    for blank in ["null", "\"\"", "\"  \""] {
        assert_eq!(text(FieldKind::Text, blank), Ok(None));
    }
    assert_eq!(text(FieldKind::Text, "\" Ann \""), Ok(Some(" Ann ".into())));
    assert_eq!(text(FieldKind::Text, "5"), Err(MISTYPED));
}

#[test]
fn a_measured_number_keeps_its_digits() {
    assert_eq!(text(FieldKind::Number, "2.50"), Ok(Some("2.50".into())));
    assert_eq!(text(FieldKind::Number, "\"high\""), Err(MISTYPED));
}

#[test]
fn a_number_may_stand_in_quotes_and_must_be_finite() {
    let number = |raw| {
        with(of(FieldKind::Number), [Some(raw), None], |row| {
            row.number(FieldName::Score)
        })
    };
    assert_eq!(number("\"67\""), Ok(Some(67.0)));
    assert!(number("1e999").is_err());
}

#[test]
fn flags_have_words() {
    let mut field = of(FieldKind::Flag);
    assert_eq!(flag(&field, "true"), Ok(Some(true)));
    assert_eq!(flag(&field, "0"), Ok(Some(false)));
    assert_eq!(flag(&field, "\"Learner\""), Err(MISTYPED));
    field.no = vec!["Learner".into()];
    assert_eq!(flag(&field, "\"learner\""), Ok(Some(false)));
    assert_eq!(
        flag(&field, "\"Tutor\""),
        Ok(Some(true)),
        "with one list, every other word means the opposite"
    );
    field.yes = vec!["Tutor".into()];
    assert_eq!(
        flag(&field, "\"Robot\""),
        Err(MISTYPED),
        "with both lists, nothing is guessed"
    );
}

#[test]
fn a_flag_is_turned_round_by_words_that_name_it_and_by_no_others() {
    let mut field = of(FieldKind::Flag);
    field.no = vec!["True".into()];
    assert_eq!(
        (flag(&field, "true"), flag(&field, "false")),
        (Ok(Some(false)), Ok(Some(true)))
    );
    field.no = vec!["Left".into()];
    assert_eq!(
        (flag(&field, "true"), flag(&field, "false")),
        (Ok(Some(true)), Ok(Some(false))),
        "words for texts leave a flag as it is"
    );
}

#[test]
fn a_percent_may_bring_its_sign_and_a_score_may_not() {
    let read = |name| {
        let mut fields = Fields::new(std::sync::Arc::new(Table::of(&[].into())));
        fields.set(name, of(FieldKind::Number));
        let values = Values::default();
        let row = Row::bare(&[Some("\"67 %\""), None]);
        Reader::new(&fields, &row, &values)
            .number(name)
            .map_err(|unfit| unfit.reason)
    };
    assert_eq!(read(FieldName::Percent), Ok(Some(67.0)));
    assert_eq!(read(FieldName::Score), Err(MISTYPED), "a share is no count of marks");
}

#[test]
fn the_first_source_with_something_in_it_counts() {
    let title = |cells| with(of(FieldKind::Text), cells, |row| row.text(FieldName::Title).unwrap());
    assert_eq!(title([Some("\"\""), Some("\"b\"")]).as_deref(), Some("b"));
    assert_eq!(title([None, None]), None);
}

#[test]
fn the_first_word_that_a_table_has_decides() {
    let mut field = of(FieldKind::Text);
    field.table = Some(std::sync::Arc::new(Table::of(
        &[("Maths".into(), "maths".into())].into(),
    )));
    let word = |cells| {
        with(field.clone(), cells, |row| {
            let word = row.word(FieldName::Subject).unwrap();
            (word.code.map(str::to_owned), word.raw)
        })
    };
    assert_eq!(
        word([Some("\"GCSE\""), Some("\"maths \"")]),
        (Some("maths".into()), Some("maths ".into()))
    );
    assert_eq!(
        word([Some("\"GCSE\""), Some("\"Art\"")]),
        (None, Some("GCSE".into())),
        "kept as it came"
    );
}

#[test]
fn what_a_call_was_made_with_can_be_a_field() {
    let mut field = of(FieldKind::Text);
    field.sources = vec![Source::Call("course".into())];
    assert_eq!(
        with(field, [None, None], |row| row.text(FieldName::Title).unwrap()).as_deref(),
        Some("ENG")
    );
}
