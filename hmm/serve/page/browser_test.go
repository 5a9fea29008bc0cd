package page_test

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a test waits for what the page should show.
const patience = 30 * time.Second

// chromium is a headless browser for all tests, and what ends it.
var chromium struct {
	once sync.Once
	ctx  context.Context
	stop func()
}

func TestMain(m *testing.M) {
	code := m.Run()
	if chromium.stop != nil {
		chromium.stop()
	}
	os.Exit(code)
}

// browser starts the browser, or skips the test where there is none.
func browser(t testing.TB) context.Context {
	t.Helper()
	chromium.once.Do(func() {
		path := ""
		for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
			if found, err := exec.LookPath(name); err == nil {
				path = found
				break
			}
		}
		if path == "" {
			return
		}
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.WSURLReadTimeout(time.Minute))
		if os.Geteuid() == 0 {
			options = append(options, chromedp.NoSandbox) // Chromium has no sandbox for root
		}
		allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, cancel := chromedp.NewContext(allocator)
		if err := chromedp.Do(ctx); err != nil {
			cancel()
			stop()
			t.Fatalf("%s does not start: %v", path, err)
		}
		chromium.ctx, chromium.stop = ctx, func() { cancel(); stop() }
	})
	if chromium.ctx == nil {
		t.Skip("skipped: there is no Chromium to drive the page in")
	}
	return chromium.ctx
}
