package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import org.parcours.command.message.Fact;

/** Maps the messages of one or several types to facts. */
interface Hl7Mapping {

    /**
     * Maps a message to the facts that it reports; to none if it contains nothing that Parcours tracks.
     *
     * @throws org.parcours.command.message.RejectionException naming the invalid or missing field
     */
    List<Fact> map(Hl7MappingContext context);
}
