package org.parcours.command.message;

import java.util.Optional;
import org.parcours.events.DataEntryMode;

/**
 * @param mode BACK_ENTRY or MIGRATION where declared; otherwise LIVE or LATE follows from the times
 * @param author the person who entered the data
 * @param outage the outage that a BACK_ENTRY belongs to
 */
public record DataEntryMetadata(Optional<DataEntryMode> mode, Optional<String> author, Optional<String> outage) {

    public static final DataEntryMetadata NONE =
            new DataEntryMetadata(Optional.empty(), Optional.empty(), Optional.empty());

    /** A message of an old record. A back-entry stays one, which states more. */
    DataEntryMetadata asMigration() {
        return new DataEntryMetadata(
                mode.filter(DataEntryMode.BACK_ENTRY::equals).or(() -> Optional.of(DataEntryMode.MIGRATION)),
                author,
                outage);
    }
}
