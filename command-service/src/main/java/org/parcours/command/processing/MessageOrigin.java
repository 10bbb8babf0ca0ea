package org.parcours.command.processing;

import java.util.Optional;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Resubmission;

/**
 * @param place where the message came from, for the person who finds it in quarantine: a file, a topic's offset
 * @param migration whether the message is part of an old record, and its facts are not late
 * @param resubmission present where a person resubmits the message from quarantine
 */
public record MessageOrigin(Optional<String> place, boolean migration, Optional<Resubmission> resubmission) {

    public static final MessageOrigin NONE = new MessageOrigin(Optional.empty(), false, Optional.empty());

    public static MessageOrigin from(String origin) {
        return new MessageOrigin(Optional.of(origin), false, Optional.empty());
    }

    public static MessageOrigin migrationFrom(String origin) {
        return new MessageOrigin(Optional.of(origin), true, Optional.empty());
    }

    public static MessageOrigin resubmission(Resubmission resubmission) {
        return new MessageOrigin(Optional.empty(), false, Optional.of(resubmission));
    }

    ParsedMessage applyTo(ParsedMessage message) {
        ParsedMessage dated = migration ? message.asMigration() : message;
        return resubmission.map(dated::resubmitted).orElse(dated);
    }
}
