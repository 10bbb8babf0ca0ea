package org.parcours.command.message;

import java.util.Optional;
import org.parcours.events.EntryMode;

/**
 * @param mode BACK_ENTRY or MIGRATION where declared; otherwise LIVE or LATE follows from the times
 * @param author the person who entered the data
 * @param outage the outage that a BACK_ENTRY belongs to
 */
public record SenderDeclaration(Optional<EntryMode> mode, Optional<String> author, Optional<String> outage) {

    public static final SenderDeclaration NONE =
            new SenderDeclaration(Optional.empty(), Optional.empty(), Optional.empty());

    /** A message of an old record. A back-entry stays one, which states more. */
    SenderDeclaration asMigration() {
        return new SenderDeclaration(
                mode.filter(EntryMode.BACK_ENTRY::equals).or(() -> Optional.of(EntryMode.MIGRATION)), author, outage);
    }
}
