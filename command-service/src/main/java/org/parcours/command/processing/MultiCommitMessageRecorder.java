package org.parcours.command.processing;

import java.util.ArrayList;
import java.util.List;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.StayEvent;

/**
 * Records a message with more facts than one commit may hold in chunks, one commit each (ADR 0020). A chunk's identity
 * depends on the message and its place only: chunks that were recorded before an outage are duplicates when the sender
 * sends the message again, and the others are recorded.
 */
final class MultiCommitMessageRecorder {

    private final ParsedMessageRecorder recorder;

    MultiCommitMessageRecorder(ParsedMessageRecorder recorder) {
        this.recorder = recorder;
    }

    /** @param maxFacts of one chunk, at least 1 */
    Outcome record(ParsedMessage message, int maxFacts) {
        if (message.facts().size() <= maxFacts) {
            return recorder.record(message);
        }
        List<EventReceipt> receipts = new ArrayList<>();
        List<FactReceipt> facts = new ArrayList<>();
        boolean appended = false;
        int to;
        for (int from = 0; from < message.facts().size(); from = to) {
            to = end(message.facts(), from, maxFacts);
            switch (recorder.record(message.chunk(from, to))) {
                case Outcome.Recorded recorded -> {
                    appended = true;
                    receipts.addAll(recorded.receipts());
                    addFacts(recorded.facts(), from, facts);
                }
                case Outcome.Duplicate duplicate -> {
                    receipts.addAll(duplicate.receipts());
                    addFacts(duplicate.facts(), from, facts);
                }
                case Outcome.Unavailable unavailable -> {
                    return unavailable;
                }
                case Outcome.Rejected _, Outcome.Unsupported _ ->
                    throw new IllegalStateException("A recorder neither rejects nor keeps messages");
            }
        }
        return appended
                ? new Outcome.Recorded(receipts, List.of(), facts)
                : new Outcome.Duplicate(receipts, List.of(), facts);
    }

    /** The states of one resource are decided together (ADR 0037): a chunk ends after them, within reason. */
    private static int end(List<Fact> facts, int from, int maxFacts) {
        int to = Math.min(from + maxFacts, facts.size());
        while (to < facts.size() && to < from + 2 * maxFacts && areOfOneThing(facts.get(to - 1), facts.get(to))) {
            to++;
        }
        return to;
    }

    private static boolean areOfOneThing(Fact one, Fact next) {
        if (!one.state() || !next.state()) {
            return false;
        }
        return one.event() instanceof StayEvent stay && next.event() instanceof StayEvent other
                ? stay.visit().number().equals(other.visit().number())
                : one.stepKeys().stream().anyMatch(next.stepKeys()::contains);
    }

    private static void addFacts(List<FactReceipt> ofChunk, int from, List<FactReceipt> facts) {
        ofChunk.stream().map(receipt -> receipt.offsetBy(from)).forEach(facts::add);
    }
}
