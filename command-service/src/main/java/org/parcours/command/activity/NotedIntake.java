package org.parcours.command.activity;

import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.Report;

/** Takes messages to the log, and notes what came of each. What a person resubmits, its application did not say. */
public record NotedIntake(Intake intake, Activity activity, Clock clock) implements Intake {

    private static final Duration LATE = Duration.ofHours(1);

    /** A further piece of a long message (InPieces). */
    private static final Pattern PIECE = Pattern.compile(".*#\\d+");

    @Override
    public Intake.Outcome take(Report report) {
        Intake.Outcome outcome = intake.take(report);
        if (report.resubmitted().isEmpty() && !PIECE.matcher(report.messageId()).matches()) {
            switch (outcome) {
                case Intake.Outcome.Recorded _ -> note(report, Heard.Outcome.RECORDED);
                case Intake.Outcome.Duplicate _ -> note(report, Heard.Outcome.DUPLICATE);
                case Intake.Outcome.Unavailable _ -> note(report, Heard.Outcome.UNAVAILABLE);
                case Intake.Outcome.TooLarge _ -> {} // It is refused, and noted there.
            }
        }
        return outcome;
    }

    private void note(Report report, Heard.Outcome outcome) {
        boolean late = report.declaredMode().isEmpty()
                && report.facts().stream().anyMatch(fact -> fact.occurredAt()
                        .toInstant()
                        .isBefore(report.receivedAt().minus(LATE)));
        activity.note(new Heard(
                report.sender(),
                clock.instant(),
                outcome,
                late,
                report.facts().getFirst().event().getClass().getSimpleName(),
                report.messageId(),
                "",
                ""));
    }
}
