package org.parcours.command.activity;

import java.time.Clock;
import java.util.UUID;
import org.parcours.command.activity.Heard.Outcome;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Refused;
import org.parcours.command.intake.Sender;
import org.parcours.command.intake.Unmapped;

/** Keeps what was refused, and notes it. */
public record NotedRefused(Refused refused, Activity activity, Clock clock) implements Refused {

    @Override
    public UUID keep(Sender sender, String contentType, byte[] raw, Refusal why) {
        UUID id = refused.keep(sender, contentType, raw, why);
        note(sender, Outcome.REFUSED, why.code(), why.field());
        return id;
    }

    @Override
    public UUID keep(Sender sender, String contentType, byte[] raw, Unmapped why) {
        UUID id = refused.keep(sender, contentType, raw, why);
        note(sender, Outcome.KEPT, why.code(), why.field());
        return id;
    }

    private void note(Sender sender, Outcome outcome, String code, String field) {
        activity.note(new Heard(sender, clock.instant(), outcome, false, "", "", code, field));
    }
}
