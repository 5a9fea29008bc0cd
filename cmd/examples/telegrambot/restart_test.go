package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// A new bot on the same file goes on where the other was: in a conversation, with what was delivered
// before and comes again, and in a hand-off.
func TestRestart(t *testing.T) {
	tg, s, o := newTelegram(t), newFile(t), risky(t)
	restart := func(stop func()) func() {
		stop()
		s.reopen()
		return start(t, tg, s, o)
	}
	stop := start(t, tg, s, o)
	for _, text := range script[:2] {
		tg.write(5, text)
		tg.next()
	}
	tg.silent()
	stop()
	tg.again(2)
	tg.write(5, script[2])
	stop = restart(stop)
	tg.want(5, sayOffer)
	tg.silent()
	if n := turns(t, s, 5); n != 3 {
		t.Errorf("%d turns, want 3", n)
	}
	stop = restart(stop)
	tg.press(5, wantsPerson)
	checkCard(t, tg.want(agents, "/close_5"))
	tg.want(5, sayHandedOver)
	tg.silent()
	stop()
	tg.again(2) // the message and the press
	tg.write(5, script[3])
	stop = restart(stop)
	tg.silent()
	tg.write(agents, "/close 5")
	tg.want(5, sayBack)
	tg.want(agents, "customer 5 again")
	tg.silent()
	stop()
	tg.again(2) // the message that met silence, and /close
	restart(stop)
	tg.want(agents, "no open hand-off")
	tg.silent()
}

// A bot that is stopped says what it was about to say; one that cannot within its grace leaves it to the
// next.
func TestStop(t *testing.T) {
	tg, s, o := newTelegram(t), newFile(t), risky(t)
	stop := start(t, tg, s, o)
	tg.refuse("sendMessage", answer{fine: true, after: 300 * time.Millisecond})
	tg.write(5, script[0])
	tg.called("sendMessage", 1)
	stop()
	tg.want(5, "")
	s.reopen()
	o.Grace = 50 * time.Millisecond
	stop = start(t, tg, s, o)
	tg.silent() // the message came again
	tg.refuse("sendMessage", answer{status: http.StatusTooManyRequests, retryAfter: 600})
	tg.write(5, script[1])
	tg.called("sendMessage", 2)
	begun := time.Now()
	stop()
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("stopping took %v", took)
	}
	s.reopen()
	start(t, tg, s, o)
	tg.want(5, "")
	tg.silent()
	if n := turns(t, s, 5); n != 2 {
		t.Errorf("%d turns, want 2", n)
	}
}

// The process is killed again and again while customers write. At the end every message has been
// answered and is a turn, once.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and kills the bot")
	}
	tg, dir := newTelegram(t), t.TempDir()
	file, shop, program := filepath.Join(dir, "chats.db"), filepath.Join(dir, "shop.json"), filepath.Join(dir, "bot")
	if err := model(t).Save(shop); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	ctx, cancel := context.WithCancel(t.Context())
	killed := make(chan int)
	go func() {
		killed <- killing(ctx, t, program, "-model", shop, "-store", file, "-agents", strconv.FormatInt(agents, 10), "-api", tg.server.URL)
	}()
	random := rand.New(rand.NewPCG(1, 2))
	const chats, each = 8, 60
	for i := range chats * each {
		tg.write(int64(10+i%chats), script[i/chats%2])
		time.Sleep(time.Duration(random.IntN(12)) * time.Millisecond)
	}
	if !tg.until(nil, time.Minute, func() bool { return len(tg.updates) == 0 }) {
		t.Error("the bot does not confirm everything")
	}
	cancel()
	n := <-killed
	s := newFileAt(t, file)
	for chat := range int64(chats) {
		if n := turns(t, s, 10+chat); n != each {
			t.Errorf("chat %d has %d turns, want %d", 10+chat, n, each)
		}
	}
	answers := map[int64]int{}
	for _, m := range tg.sent {
		answers[m.chat]++
	}
	twice := 0
	for chat, n := range answers {
		if twice += n - each; n < each {
			t.Errorf("chat %d has %d answers, want at least %d", chat, n, each)
		}
	}
	t.Logf("killed %d times; %d of %d answers twice", n, twice, chats*each)
}

// killing runs a program again and again, kills it after a while, and stops with the context.
func killing(ctx context.Context, t *testing.T, program string, args ...string) (times int) {
	random := rand.New(rand.NewPCG(3, 4))
	for ctx.Err() == nil {
		life, end := context.WithTimeout(ctx, time.Duration(150+random.IntN(200))*time.Millisecond)
		cmd := exec.CommandContext(life, program, args...)
		cmd.Env, cmd.Stderr = append(os.Environ(), "TELEGRAM_TOKEN="+token), t.Output()
		if err := cmd.Run(); life.Err() == nil {
			t.Errorf("the bot ended by itself: %v", err)
			end()
			return times
		}
		end()
		times++
	}
	return times
}
