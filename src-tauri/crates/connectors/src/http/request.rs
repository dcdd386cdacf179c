//! Writing a request out of an operation and the values of one call.

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, RequestBuilder, Url};

use crate::definition::schema::Method;
use crate::operation::{Body, RequestPlan};
use crate::template::{Tree, Values, percent_encode};

/// A request that can be sent any number of times.
pub(crate) struct Written {
    method: reqwest::Method,
    url: Url,
    headers: HeaderMap,
    body: Option<(&'static str, String)>,
}

/// What a request lacks.
#[derive(Debug)]
pub(crate) struct Unwritable(pub(crate) &'static str);

impl Written {
    /// Fills an operation's request. `more_query` comes from the authentication.
    pub(crate) fn new(
        base: &str,
        plan: &RequestPlan,
        values: &Values<'_>,
        more_query: &[(String, Tree)],
        secrets: &Values<'_>,
    ) -> Result<Self, Unwritable> {
        let path = plan
            .path
            .render(values, percent_encode)
            .ok_or(Unwritable("a placeholder of the path has no value"))?;
        let mut url = format!("{base}/{path}");
        let asked = pairs(&plan.query, values).chain(pairs(more_query, secrets));
        for (index, (name, value)) in asked.enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            percent_encode(name, &mut url);
            url.push('=');
            percent_encode(&value, &mut url);
        }
        let url = Url::parse(&url).map_err(|_| Unwritable("the address is none"))?;
        Ok(Self {
            method: match plan.method {
                Method::Get => reqwest::Method::GET,
                Method::Post => reqwest::Method::POST,
            },
            url,
            headers: headers(&plan.headers, values)?,
            body: body(&plan.body, values),
        })
    }

    /// Puts headers in, in place of those of the same name.
    pub(crate) fn extend(&mut self, headers: HeaderMap) {
        self.headers.extend(headers);
    }

    pub(crate) fn builder(&self, client: &Client) -> RequestBuilder {
        let request = client
            .request(self.method.clone(), self.url.clone())
            .headers(self.headers.clone());
        match &self.body {
            Some((kind, body)) => request.header(CONTENT_TYPE, *kind).body(body.clone()),
            // A POST without a body still says how long it is: some servers insist (411).
            None if self.method == reqwest::Method::POST => request.header("content-length", "0"),
            None => request,
        }
    }
}

fn pairs<'t>(written: &'t [(String, Tree)], values: &'t Values<'_>) -> impl Iterator<Item = (&'t str, String)> {
    written
        .iter()
        .filter_map(|(name, tree)| Some((name.as_str(), tree.text(values)?)))
}

/// Header templates, filled. Those whose placeholder has no value are left out.
pub(crate) fn headers(
    written: &[(String, crate::template::Template)],
    values: &Values<'_>,
) -> Result<HeaderMap, Unwritable> {
    let mut headers = HeaderMap::new();
    for (name, template) in written {
        let Some(text) = template.plain(values) else { continue };
        let name = HeaderName::try_from(name.as_str()).map_err(|_| Unwritable("a header's name is none"))?;
        let mut value = HeaderValue::try_from(text).map_err(|_| Unwritable("a header's value cannot be sent"))?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(headers)
}

fn body(plan: &Body, values: &Values<'_>) -> Option<(&'static str, String)> {
    match plan {
        Body::None => None,
        Body::Json(tree) => Some(("application/json", tree.json(values)?.to_string())),
        Body::Form(entries) => {
            let mut form = String::new();
            for (name, value) in pairs(entries, values) {
                if !form.is_empty() {
                    form.push('&');
                }
                percent_encode(name, &mut form);
                form.push('=');
                percent_encode(&value, &mut form);
            }
            Some(("application/x-www-form-urlencoded", form))
        }
    }
}

/// The header of HTTP Basic (RFC 7617).
pub(crate) fn basic(username: &str, password: &str) -> Result<HeaderMap, Unwritable> {
    use base64::Engine;
    let pair = base64::engine::general_purpose::STANDARD.encode(format!("{username}:{password}"));
    let mut value =
        HeaderValue::try_from(format!("Basic {pair}")).map_err(|_| Unwritable("a header's value cannot be sent"))?;
    value.set_sensitive(true);
    Ok(HeaderMap::from_iter([(reqwest::header::AUTHORIZATION, value)]))
}
