package org.parcours.command.processing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantineFilter;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.quarantine.QuarantinedMessageSummary;
import org.parcours.command.quarantine.RejectionGroup;
import org.parcours.command.quarantine.ResubmittedContent;

/** A quarantine in memory that only remembers what is put into it. */
public final class FakeQuarantine implements Quarantine {

    private final List<QuarantinedMessage> messages = new CopyOnWriteArrayList<>();
    private final boolean remembers;
    private volatile boolean broken;

    public FakeQuarantine() {
        this(true);
    }

    private FakeQuarantine(boolean remembers) {
        this.remembers = remembers;
    }

    /** A quarantine that remembers nothing, for tests that measure memory. */
    public static FakeQuarantine forgetful() {
        return new FakeQuarantine(false);
    }

    public void clear() {
        messages.clear();
    }

    @Override
    public UUID put(QuarantinedMessage message) {
        if (broken) {
            throw new IllegalStateException("The disk is full");
        }
        if (remembers) {
            messages.add(message);
        }
        return message.id();
    }

    public void breakDown() {
        broken = true;
    }

    public List<QuarantinedMessage> all() {
        return messages;
    }

    public QuarantinedMessage only() {
        if (messages.size() != 1) {
            throw new AssertionError("Expected one message in quarantine, not " + messages.size());
        }
        return messages.getFirst();
    }

    @Override
    public Optional<QuarantinedMessage> get(UUID id) {
        return messages.stream().filter(message -> message.id().equals(id)).findFirst();
    }

    @Override
    public Optional<byte[]> beginning(UUID id, int maxBytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<QuarantinedMessageSummary> newestFirst(QuarantineFilter filter, int limit, Optional<UUID> before) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<QuarantinedMessageSummary> oldestFirst(QuarantineFilter filter, int limit, Optional<UUID> after) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<RejectionGroup> groups(int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ResubmittedContent> claim(UUID id, ResubmittedContent claim) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ResubmittedContent> findClaim(UUID id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void releaseClaim(UUID id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean markResubmitted(UUID id, String by, Instant at, String outcome) {
        throw new UnsupportedOperationException();
    }
}
