//! What leaves the app: sheets, documents and mail.
