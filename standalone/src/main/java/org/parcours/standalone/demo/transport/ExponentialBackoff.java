package org.parcours.standalone.demo.transport;

import java.time.Duration;

/** The delay before a retry: doubles each time, up to a limit. */
public record ExponentialBackoff(Duration initialDelay, Duration maxDelay) {

    public Duration delayBefore(int retry) {
        Duration delay = initialDelay.multipliedBy(1L << Math.min(retry - 1, 20));
        return delay.compareTo(maxDelay) > 0 ? maxDelay : delay;
    }
}
