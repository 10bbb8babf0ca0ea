package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import org.parcours.command.message.Fact;

/** The meaning of a family of messages. */
interface Hl7Mapping {

    /**
     * The facts told; none where the message tells nothing that Parcours tracks.
     *
     * @throws org.parcours.command.message.RejectionException naming the field
     */
    List<Fact> map(Hl7MappingContext context);
}
