// Package browsertest drives a real Chromium in tests: what a person would see
// and do, in a tab of its own with its own cookies.
//
//	func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }
//
//	tab := browsertest.Open(t, browsertest.Phone)
//	tab.Go(server.URL + "/login")
//	tab.Type("#f-name", "wang")
//	tab.Click("button[type=submit]")
//	tab.WaitText("h1", "待办")
//	tab.Axe()            // no accessibility fault
//	tab.Shot("inbox")    // kept in LUNHENG_SCREENSHOTS if that is set
//
// Chromium starts once per test binary. A console error, an uncaught exception
// or a violation of the content security policy fails the test at its end.
// Where there is no Chromium the test skips; with CI=true it fails.
//
// axe.min.js is axe-core 4.14.1 as published, under the licences beside it; it
// is used in tests only and is no part of the program.
package browsertest
