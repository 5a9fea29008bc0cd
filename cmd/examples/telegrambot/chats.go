package main

import "sync"

// mostWaiting is how many updates of one chat may wait for those before them.
const mostWaiting = 100

// chats does what is to be done in one chat in order, one at a time, and in different chats at the same
// time: one that Telegram slows down does not hold up the others.
type chats struct {
	mu      sync.Mutex
	waiting map[int64][]func() // a chat is here while a goroutine works on it
	working sync.WaitGroup
}

func newChats() *chats { return &chats{waiting: map[int64][]func(){}} }

// add puts a task in the chat's line; not ok if that is full.
func (c *chats) add(chat int64, task func()) (ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	line, busy := c.waiting[chat]
	if len(line) >= mostWaiting {
		return false
	}
	c.waiting[chat] = append(line, task)
	if !busy {
		c.working.Go(func() { c.work(chat) })
	}
	return true
}

// work does a chat's tasks until there are none.
func (c *chats) work(chat int64) {
	for {
		task := c.next(chat)
		if task == nil {
			return
		}
		task()
	}
}

// next takes the chat's first task; nil if there is none, and the chat is not worked on then.
func (c *chats) next(chat int64) (task func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	line := c.waiting[chat]
	if len(line) == 0 {
		delete(c.waiting, chat)
		return nil
	}
	c.waiting[chat] = line[1:]
	return line[0]
}

// wait waits until nothing is left to do. Nothing is added meanwhile.
func (c *chats) wait() { c.working.Wait() }
