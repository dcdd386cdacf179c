//! The operations of the imitated systems, by which faults, rewrites and counters speak of them.

use axum::http::Method;

/// An imitated system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum System {
    /// Onefile Eportfolio, a record system.
    Onefile,
    /// bksb, a provider.
    Bksb,
}

impl System {
    /// Every system.
    pub const ALL: [Self; 2] = [Self::Onefile, Self::Bksb];

    /// Where it is mounted. Each ends as the real base URL does.
    #[must_use]
    pub const fn base_path(self) -> &'static str {
        match self {
            Self::Onefile => "/onefile/api/v2.1",
            Self::Bksb => "/bksb/api",
        }
    }
}

/// One operation of one system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// Onefile `POST /Authentication`.
    OnefileSignIn,
    /// Onefile `GET /Customer`.
    OnefileCustomer,
    /// Onefile `POST /Organisation/Search`.
    OnefileCentres,
    /// Onefile `POST /User/Search/{page}/{size}`.
    OnefileUsersList,
    /// Onefile `GET /User/{id}`.
    OnefileUserGet,
    /// bksb `GET users/isUsernameExists`.
    BksbUsernameExists,
    /// bksb `GET users/user/getUserId`.
    BksbUserId,
    /// bksb `GET users/search`.
    BksbUsersList,
    /// bksb `POST users/createUser`.
    BksbCreateUser,
    /// bksb `GET users/user/{userId}/getAutoLoginLink`.
    BksbLoginLink,
    /// bksb `GET results/initialAssessment/{userId}/all`.
    BksbInitial,
    /// bksb `GET results/diagnosticAssessment/{userId}/all`.
    BksbDiagnostic,
    /// bksb `GET assessmentSessions/getAssessmentSessionsForCourseV5`.
    BksbSessions,
    /// bksb `GET assessmentSessions/GetEOAReportDataForAssessmentSessionV5`.
    BksbComponents,
}

impl Op {
    /// Every operation.
    pub const ALL: [Self; 14] = [
        Self::OnefileSignIn,
        Self::OnefileCustomer,
        Self::OnefileCentres,
        Self::OnefileUsersList,
        Self::OnefileUserGet,
        Self::BksbUsernameExists,
        Self::BksbUserId,
        Self::BksbUsersList,
        Self::BksbCreateUser,
        Self::BksbLoginLink,
        Self::BksbInitial,
        Self::BksbDiagnostic,
        Self::BksbSessions,
        Self::BksbComponents,
    ];

    /// Whose operation it is.
    #[must_use]
    pub const fn system(self) -> System {
        match self {
            Self::OnefileSignIn
            | Self::OnefileCustomer
            | Self::OnefileCentres
            | Self::OnefileUsersList
            | Self::OnefileUserGet => System::Onefile,
            _ => System::Bksb,
        }
    }

    pub(crate) fn method(self) -> Method {
        match self {
            Self::OnefileSignIn | Self::OnefileCentres | Self::OnefileUsersList | Self::BksbCreateUser => Method::POST,
            _ => Method::GET,
        }
    }

    /// The path below the system's base, as `APIS.md` states it.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::OnefileSignIn => "Authentication",
            Self::OnefileCustomer => "Customer",
            Self::OnefileCentres => "Organisation/Search",
            Self::OnefileUsersList => "User/Search/{page}/{size}",
            Self::OnefileUserGet => "User/{id}",
            Self::BksbUsernameExists => "users/isUsernameExists",
            Self::BksbUserId => "users/user/getUserId",
            Self::BksbUsersList => "users/search",
            Self::BksbCreateUser => "users/createUser",
            Self::BksbLoginLink => "users/user/{userId}/getAutoLoginLink",
            Self::BksbInitial => "results/initialAssessment/{userId}/all",
            Self::BksbDiagnostic => "results/diagnosticAssessment/{userId}/all",
            Self::BksbSessions => "assessmentSessions/getAssessmentSessionsForCourseV5",
            Self::BksbComponents => "assessmentSessions/GetEOAReportDataForAssessmentSessionV5",
        }
    }
}
