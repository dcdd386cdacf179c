//! Figures of the benchmark: reading them, their medians, and whether they keep to the limits.

/// One run of one program.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sample {
    subject: String,
    cpu_seconds: f64,
    wall_seconds: f64,
    peak_kib: f64,
    results: u64,
}

impl Sample {
    /// Reads a line of `bench/measure.py`; anything else is no sample.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let mut words = line.strip_prefix("sample ")?.split_whitespace();
        let sample = Self {
            subject: words.next()?.to_owned(),
            cpu_seconds: words.next()?.parse().ok()?,
            wall_seconds: words.next()?.parse().ok()?,
            peak_kib: words.next()?.parse().ok()?,
            results: words.next()?.parse().ok()?,
        };
        words.next().is_none().then_some(sample)
    }
}

/// The figure behind `"cpu_seconds":` in a line of JSON.
pub(crate) fn cpu_seconds(json: &str) -> Option<f64> {
    let (_, rest) = json.split_once("\"cpu_seconds\":")?;
    let end = rest.find([',', '}'])?;
    rest[..end].trim().parse().ok()
}

/// What must not be exceeded.
pub(crate) struct Limits {
    pub(crate) cpu_ratio: f64,
    pub(crate) peak_mb: f64,
    pub(crate) matching_cpu_seconds: f64,
}

/// The medians of one program.
struct Medians {
    cpu_seconds: f64,
    wall_seconds: f64,
    peak_mb: f64,
    /// The fewest of any run.
    results: u64,
}

/// Both programs side by side.
pub(crate) struct Report {
    ours: Medians,
    plain: Medians,
    matching_cpu_seconds: f64,
}

impl Report {
    /// `None` where one of the programs was not measured.
    pub(crate) fn new(samples: &[Sample], matching_cpu_seconds: f64) -> Option<Self> {
        let ours = medians(samples, "learner-sync")?;
        let plain = medians(samples, "plain")?;
        Some(Self {
            ours,
            plain,
            matching_cpu_seconds,
        })
    }

    fn cpu_ratio(&self) -> f64 {
        self.ours.cpu_seconds / self.plain.cpu_seconds
    }

    /// A sentence for each limit that was not kept.
    pub(crate) fn exceeded(&self, limits: &Limits) -> Vec<String> {
        let mut sentences = Vec::new();
        let mut limit = |what: &str, figure: f64, most: f64| {
            if figure > most {
                sentences.push(format!("{what} is {figure:.2}, and must be at most {most:.2}"));
            }
        };
        limit("CPU against the plain script", self.cpu_ratio(), limits.cpu_ratio);
        limit("peak memory in MB", self.ours.peak_mb, limits.peak_mb);
        limit(
            "CPU of the matching in seconds",
            self.matching_cpu_seconds,
            limits.matching_cpu_seconds,
        );
        if self.ours.results != self.plain.results {
            let (ours, plain) = (self.ours.results, self.plain.results);
            sentences.push(format!("not the same job was done: {ours} results against {plain}"));
        }
        sentences
    }

    /// The report as Markdown.
    pub(crate) fn page(&self, limits: &Limits) -> String {
        let row = |name: &str, of: &Medians| {
            let Medians {
                cpu_seconds,
                wall_seconds,
                peak_mb,
                results,
            } = of;
            format!("| {name} | {cpu_seconds:.2} | {wall_seconds:.2} | {peak_mb:.1} | {results} |\n")
        };
        let ratios = format!(
            "| ratio | {:.2} | {:.2} | {:.2} | |\n",
            self.cpu_ratio(),
            self.ours.wall_seconds / self.plain.wall_seconds,
            self.ours.peak_mb / self.plain.peak_mb
        );
        let exceeded = self.exceeded(limits);
        let verdict = if exceeded.is_empty() {
            "Every limit is kept.".to_owned()
        } else {
            exceeded.join("\n")
        };
        format!(
            "| median | CPU s | wall s | peak MB | results |\n|---|---|---|---|---|\n{}{}{ratios}\n\
             Matching 100,000 learners with 100,000 users: {:.2} s CPU.\n\n{verdict}\n",
            row("learner-sync", &self.ours),
            row("plain script", &self.plain),
            self.matching_cpu_seconds,
        )
    }
}

fn medians(samples: &[Sample], subject: &str) -> Option<Medians> {
    let of = |figure: fn(&Sample) -> f64| {
        let mut figures: Vec<f64> = samples
            .iter()
            .filter(|sample| sample.subject == subject)
            .map(figure)
            .collect();
        figures.sort_by(f64::total_cmp);
        figures.get(figures.len() / 2).copied()
    };
    Some(Medians {
        cpu_seconds: of(|sample| sample.cpu_seconds)?,
        wall_seconds: of(|sample| sample.wall_seconds)?,
        peak_mb: of(|sample| sample.peak_kib * 1024.0 / 1_000_000.0)?,
        results: samples
            .iter()
            .filter(|sample| sample.subject == subject)
            .map(|sample| sample.results)
            .min()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        cpu_ratio: 1.0,
        peak_mb: 60.0,
        matching_cpu_seconds: 1.0,
    };

    fn report(lines: &[&str], matching: f64) -> Report {
        let samples: Vec<Sample> = lines.iter().filter_map(|line| Sample::read(line)).collect();
        Report::new(&samples, matching).unwrap()
    }

    #[test]
    fn one_slow_run_does_not_move_the_median() {
        let lines = [
            "sample learner-sync 2.0 3.0 40000 10",
            "sample learner-sync 90.0 95.0 40000 10",
            "sample learner-sync 3.0 4.0 40000 10",
            "sample plain 6.0 7.0 50000 10",
        ];
        let report = report(&lines, 0.2);
        assert!((report.cpu_ratio() - 0.5).abs() < 1e-9, "3 s against 6 s");
        assert!(report.exceeded(&LIMITS).is_empty());
    }

    #[test]
    fn every_limit_that_is_passed_is_named() {
        let lines = ["sample learner-sync 7.0 3.0 60000 10", "sample plain 6.0 7.0 50000 10"];
        let exceeded = report(&lines, 1.5).exceeded(&LIMITS);
        assert_eq!(
            exceeded.len(),
            3,
            "CPU, memory (60,000 KiB are over 60 MB) and matching: {exceeded:?}"
        );
    }

    #[test]
    fn less_work_is_no_better_figure() {
        let lines = ["sample learner-sync 1.0 3.0 4000 9", "sample plain 6.0 7.0 50000 10"];
        let exceeded = report(&lines, 0.2).exceeded(&LIMITS);
        assert!(exceeded[0].contains("not the same job"), "{exceeded:?}");
    }

    #[test]
    fn what_is_no_sample_is_not_read() {
        for line in [
            "",
            "sample plain 1.0 2.0",
            "sample plain a 2.0 3 4",
            "a sample plain 1 2 3 4",
            "sample plain 1 2 3 4 5",
        ] {
            assert_eq!(Sample::read(line), None, "{line}");
        }
    }

    #[test]
    fn a_program_that_was_not_measured_makes_no_report() {
        let samples: Vec<Sample> = Sample::read("sample plain 6.0 7.0 50000 10").into_iter().collect();
        assert!(Report::new(&samples, 0.1).is_none());
    }

    #[test]
    fn the_seconds_are_found_in_json() {
        assert_eq!(cpu_seconds("{\"cpu_seconds\": 0.61,\"links\":99000}\n"), Some(0.61));
        assert_eq!(cpu_seconds("{\"links\":1,\"cpu_seconds\":2}"), Some(2.0));
        assert_eq!(cpu_seconds("{\"links\":99000}"), None);
    }
}
