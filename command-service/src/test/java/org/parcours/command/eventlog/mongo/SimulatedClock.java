package org.parcours.command.eventlog.mongo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.parcours.command.log.simulation.Scheduler;

/** A process's clock in a simulated world: it goes with the world's time, and jumps. */
final class SimulatedClock extends Clock {

    private static final Instant BEGINNING = Instant.parse("2026-03-01T12:00:00Z");

    private final Scheduler world;
    private Duration off = Duration.ZERO;

    SimulatedClock(Scheduler world) {
        this.world = world;
    }

    void jump(Duration by) {
        off = off.plus(by);
    }

    @Override
    public Instant instant() {
        return BEGINNING.plusNanos(world.now()).plus(off);
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
