package org.parcours.command.intake.cloudevents;

import java.util.List;
import org.parcours.command.message.ParseResult;

/** @param ignored the paths of fields and attributes that are not used although the event is recorded */
record MappedCloudEvent(ParseResult result, List<String> ignored) {

    MappedCloudEvent {
        ignored = List.copyOf(ignored);
    }
}
