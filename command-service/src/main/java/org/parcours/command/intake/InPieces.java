package org.parcours.command.intake;

import java.util.ArrayList;
import java.util.List;
import org.parcours.command.intake.Intake.Outcome;

/**
 * Takes a report that tells more than one commit may hold in pieces, one after the other (ADR 0020). Each piece has an
 * identity of its own, always the same for the same report: what was recorded of it before an outage is a duplicate when
 * the sender sends it again, and the rest is recorded.
 */
public final class InPieces implements Intake {

    private final Intake intake;
    private final int maxFacts;

    /** @param maxFacts of one piece */
    public InPieces(Intake intake, int maxFacts) {
        if (maxFacts < 1) {
            throw new IllegalArgumentException("A piece holds one fact at least");
        }
        this.intake = intake;
        this.maxFacts = maxFacts;
    }

    @Override
    public Outcome take(Report report) {
        if (report.facts().size() <= maxFacts) {
            return intake.take(report);
        }
        List<Receipt> receipts = new ArrayList<>();
        boolean news = false;
        for (int from = 0; from < report.facts().size(); from += maxFacts) {
            int to = Math.min(from + maxFacts, report.facts().size());
            switch (intake.take(report.piece(from, to))) {
                case Outcome.Recorded recorded -> {
                    news = true;
                    receipts.addAll(recorded.receipts());
                }
                case Outcome.Duplicate duplicate -> receipts.addAll(duplicate.receipts());
                case Outcome.TooLarge tooLarge -> {
                    return tooLarge;
                }
                case Outcome.Unavailable unavailable -> {
                    return unavailable;
                }
            }
        }
        return news ? new Outcome.Recorded(receipts) : new Outcome.Duplicate(receipts);
    }
}
