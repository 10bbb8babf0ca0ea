package org.parcours.command.eventlog.mongo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.parcours.command.eventlog.simulation.DeterministicScheduler;

/** The clock of a simulated process: it follows the scheduler's time, and jumps. */
final class SimulatedClock extends Clock {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final DeterministicScheduler scheduler;
    private Duration offset = Duration.ZERO;

    SimulatedClock(DeterministicScheduler scheduler) {
        this.scheduler = scheduler;
    }

    void jump(Duration by) {
        offset = offset.plus(by);
    }

    @Override
    public Instant instant() {
        return START.plusNanos(scheduler.now()).plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
