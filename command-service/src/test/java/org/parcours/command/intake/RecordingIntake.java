package org.parcours.command.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.parcours.events.Event;
import org.parcours.events.EventId;

/** A port that remembers what it was given; rule 4 in its simplest form. */
public final class RecordingIntake implements Intake {

    private final List<Report> reports = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Outcome.Recorded> known = new HashMap<>();
    private volatile boolean unavailable;
    private volatile boolean tooLarge;
    private volatile long delayMillis;
    private long position;

    @Override
    public synchronized Outcome take(Report report) {
        sleep();
        if (tooLarge) {
            return new Outcome.TooLarge(2_000_000, 1_048_576);
        }
        if (unavailable) {
            return new Outcome.Unavailable("the log cannot be written");
        }
        String identity = report.sender().application() + "|" + report.messageId() + "|" + report.digest();
        Outcome.Recorded before = known.get(identity);
        if (before != null) {
            return new Outcome.Duplicate(before.receipts());
        }
        reports.add(report);
        Outcome.Recorded now = new Outcome.Recorded(report.facts().stream()
                .map(fact -> new Receipt(new EventId(UUID.randomUUID()), ++position))
                .toList());
        known.put(identity, now);
        return now;
    }

    public void becomeUnavailable() {
        unavailable = true;
    }

    public void findEverythingTooLarge() {
        tooLarge = true;
    }

    public void becomeAvailable() {
        unavailable = false;
    }

    public void takeAtLeastMillis(long millis) {
        delayMillis = millis;
    }

    public List<Report> reports() {
        return List.copyOf(reports);
    }

    public Report report() {
        if (reports.size() != 1) {
            throw new AssertionError("Expected one report, not " + reports.size());
        }
        return reports.getFirst();
    }

    public Fact fact() {
        return report().facts().getFirst();
    }

    public List<Event> events() {
        return reports().stream()
                .flatMap(report -> report.facts().stream())
                .map(Fact::event)
                .toList();
    }

    private void sleep() {
        try {
            Thread.sleep(delayMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
