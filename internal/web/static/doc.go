// Package static serves the few files a page loads: one style sheet, two
// scripts, the mark. They are embedded, and their addresses carry a hash of
// their content, so that a browser may keep them for ever and a new release is
// seen at once. Nothing is loaded from anywhere else.
//
//	static.URL("lunheng.css")             // /static/3f2a9c1b0d4e/lunheng.css
//	mux.Handle("GET /static/", static.Handler())
//	mux.Handle("GET /favicon.ico", static.Handler())
//
// htmx.min.js is htmx.org 2.0.11 as published, under the licence beside it.
package static
