package org.parcours.command.processing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Event;
import org.parcours.events.EventId;

/** A recorder in memory: it remembers the messages, and rule 4 in its simplest form. */
public final class FakeMessageRecorder implements ParsedMessageRecorder {

    private final List<ParsedMessage> messages = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Outcome.Recorded> recorded = new HashMap<>();
    private volatile boolean unavailable;
    private volatile boolean tooLarge;
    private volatile long delayMillis;
    private long position;

    @Override
    public synchronized Outcome record(ParsedMessage message) {
        sleep();
        if (tooLarge) {
            throw new RejectionException(
                    new Rejection(TOO_LARGE, "", "the message reports more than one commit can hold"));
        }
        if (unavailable) {
            return new Outcome.Unavailable("the log cannot be written");
        }
        String identity = message.sender().application() + "|" + message.messageId() + "|" + message.digest();
        Outcome.Recorded before = recorded.get(identity);
        if (before != null) {
            return new Outcome.Duplicate(before.receipts());
        }
        messages.add(message);
        Outcome.Recorded now = new Outcome.Recorded(message.facts().stream()
                .map(fact -> new EventReceipt(new EventId(UUID.randomUUID()), ++position))
                .toList());
        recorded.put(identity, now);
        return now;
    }

    public void becomeUnavailable() {
        unavailable = true;
    }

    public void becomeAvailable() {
        unavailable = false;
    }

    public void rejectEverythingAsTooLarge() {
        tooLarge = true;
    }

    public synchronized void clear() {
        messages.clear();
        recorded.clear();
        position = 0;
    }

    public void delayMillis(long millis) {
        delayMillis = millis;
    }

    public List<ParsedMessage> messages() {
        return List.copyOf(messages);
    }

    public ParsedMessage onlyMessage() {
        if (messages.size() != 1) {
            throw new AssertionError("Expected one message, not " + messages.size());
        }
        return messages.getFirst();
    }

    public Fact firstFact() {
        return onlyMessage().facts().getFirst();
    }

    public List<Event> events() {
        return messages().stream()
                .flatMap(message -> message.facts().stream())
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
