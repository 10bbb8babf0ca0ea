package org.parcours.standalone.demo.wire;

import java.time.Duration;

/** How long an interface waits before it tries again: twice as long each time, up to a limit. */
public record Backoff(Duration first, Duration longest) {

    public Duration before(int retry) {
        Duration wait = first.multipliedBy(1L << Math.min(retry - 1, 20));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
