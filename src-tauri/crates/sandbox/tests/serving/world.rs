//! A running sandbox and a client that is signed in to it.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use sandbox::{Customer, CustomerOptions, Sandbox, SandboxOptions};
use serde_json::{Value, json};

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: Client,
    session: String,
}

pub(crate) fn noon() -> DateTime<Utc> {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

pub(crate) fn options() -> SandboxOptions {
    SandboxOptions {
        time: Arc::new(noon),
        ..SandboxOptions::default()
    }
}

pub(crate) fn customer() -> Customer {
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    Customer::generate(&CustomerOptions {
        learners: 200,
        ..CustomerOptions::new(5, today)
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the sandbox is spoken to without the client that it is there to test"
)]
pub(crate) fn http() -> Client {
    Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(options()).await
    }

    pub(crate) async fn with(options: SandboxOptions) -> Self {
        let sandbox = Sandbox::start(customer(), options).await.unwrap();
        let mut world = Self {
            sandbox,
            http: http(),
            session: String::new(),
        };
        world.sign_in().await;
        world.sandbox.calls().reset();
        world
    }

    pub(crate) async fn sign_in(&mut self) {
        let answer = self.sign_in_with(&self.sandbox.keys().customer_token).await;
        self.session = answer.text().await.unwrap().trim_matches('"').to_owned();
    }

    pub(crate) async fn sign_in_with(&self, token: &str) -> Response {
        let url = format!("{}/Authentication", self.sandbox.onefile_url());
        self.http
            .post(url)
            .header("X-CustomerToken", token)
            .send()
            .await
            .unwrap()
    }

    pub(crate) fn onefile(&self, path: &str) -> RequestBuilder {
        self.http
            .get(format!("{}/{path}", self.sandbox.onefile_url()))
            .header("X-TokenID", &self.session)
    }

    pub(crate) fn onefile_post(&self, path: &str, body: &Value) -> RequestBuilder {
        let url = format!("{}/{path}", self.sandbox.onefile_url());
        self.http
            .post(url)
            .header("X-TokenID", &self.session)
            .header("Content-Type", "application/json")
            .body(body.to_string())
    }

    pub(crate) fn bksb(&self, path: &str) -> RequestBuilder {
        let keys = self.sandbox.keys();
        self.http
            .get(format!("{}/{path}", self.sandbox.bksb_url()))
            .basic_auth(&keys.access_key, Some(&keys.secret_key))
    }

    pub(crate) fn create_user(&self, form: &[(&str, &str)]) -> RequestBuilder {
        let keys = self.sandbox.keys();
        self.http
            .post(format!("{}/users/createUser", self.sandbox.bksb_url()))
            .basic_auth(&keys.access_key, Some(&keys.secret_key))
            .form(form)
    }

    pub(crate) fn first_centre(&self) -> u64 {
        self.sandbox.customer().centres[0].id
    }

    /// One page of the learners of a centre; an empty list where nothing was found.
    pub(crate) async fn learners(&self, page: usize, size: usize, more: &Value) -> Vec<Value> {
        let mut body = json!({ "OrganisationID": self.first_centre(), "Role": 1 });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = self
            .onefile_post(&format!("User/Search/{page}/{size}"), &body)
            .send()
            .await
            .unwrap();
        if answer.status() == StatusCode::NO_CONTENT {
            Vec::new()
        } else {
            rows(&json_of(answer).await)
        }
    }

    /// One page of bksb's users.
    pub(crate) async fn users(&self, page: usize, size: usize) -> Value {
        json_of(
            self.bksb(&format!("users/search?page={page}&recordsPerPage={size}"))
                .send()
                .await
                .unwrap(),
        )
        .await
    }

    /// The id of an account that has more than a page of results.
    pub(crate) fn busy_account(&self) -> u64 {
        self.sandbox
            .customer()
            .bksb
            .rows()
            .iter()
            .find(|user| user.initial.len() > 20)
            .unwrap()
            .id
    }
}

pub(crate) async fn json_of(answer: Response) -> Value {
    assert_eq!(answer.status(), StatusCode::OK, "an answer is expected");
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

pub(crate) async fn get(request: RequestBuilder) -> Value {
    json_of(request.send().await.unwrap()).await
}

pub(crate) async fn status(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

pub(crate) fn rows(body: &Value) -> Vec<Value> {
    body.as_array().unwrap().clone()
}

pub(crate) fn ids(rows: &[Value], name: &str) -> Vec<u64> {
    rows.iter().map(|row| row[name].as_u64().unwrap()).collect()
}
