package org.parcours.command.processing;

import java.util.ArrayList;
import java.util.List;
import org.parcours.command.message.ParsedMessage;

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
        for (int from = 0; from < message.facts().size(); from += maxFacts) {
            int to = Math.min(from + maxFacts, message.facts().size());
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

    private static void addFacts(List<FactReceipt> ofChunk, int from, List<FactReceipt> facts) {
        ofChunk.stream().map(receipt -> receipt.offsetBy(from)).forEach(facts::add);
    }
}
