package org.parcours.command.intake;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A quarantine that remembers what it was given. */
public final class RecordingRefused implements Refused {

    public record Kept(Sender sender, String contentType, byte[] raw, Understanding why) {
        public String code() {
            return switch (why) {
                case Refusal refusal -> refusal.code();
                case Unmapped unmapped -> unmapped.code();
                case Report report -> throw new AssertionError("Not refused: " + report);
            };
        }
    }

    private final List<Kept> kept = new CopyOnWriteArrayList<>();
    private volatile boolean broken;

    @Override
    public UUID keep(Sender sender, String contentType, byte[] raw, Refusal why) {
        return add(new Kept(sender, contentType, raw, why));
    }

    @Override
    public UUID keep(Sender sender, String contentType, byte[] raw, Unmapped why) {
        return add(new Kept(sender, contentType, raw, why));
    }

    public void breakDown() {
        broken = true;
    }

    public List<Kept> all() {
        return kept;
    }

    public Kept only() {
        if (kept.size() != 1) {
            throw new AssertionError("Expected one message in quarantine, not " + kept.size());
        }
        return kept.getFirst();
    }

    private UUID add(Kept message) {
        if (broken) {
            throw new IllegalStateException("The disk is full");
        }
        kept.add(message);
        return UUID.randomUUID();
    }
}
