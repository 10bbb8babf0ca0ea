package org.parcours.command.processing;

import java.util.Optional;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Resubmission;

/**
 * @param place where the message came from, for the person who finds it in quarantine: a file, a topic's offset
 * @param migration whether the message is part of an old record, and its facts are not late
 * @param resubmission present where a person resubmits the message from quarantine
 */
public record SubmissionContext(Optional<String> place, boolean migration, Optional<Resubmission> resubmission) {

    public static final SubmissionContext NONE = new SubmissionContext(Optional.empty(), false, Optional.empty());

    public static SubmissionContext from(String place) {
        return new SubmissionContext(Optional.of(place), false, Optional.empty());
    }

    public static SubmissionContext migrationFrom(String place) {
        return new SubmissionContext(Optional.of(place), true, Optional.empty());
    }

    public static SubmissionContext resubmission(Resubmission resubmission) {
        return new SubmissionContext(Optional.empty(), false, Optional.of(resubmission));
    }

    ParsedMessage applyTo(ParsedMessage message) {
        ParsedMessage dated = migration ? message.asMigration() : message;
        return resubmission.map(dated::resubmitted).orElse(dated);
    }
}
