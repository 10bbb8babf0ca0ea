package org.parcours.command.intake.cloudevents;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.parcours.command.intake.IdentifierNormalizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The context attributes of a CloudEvent (1.0.2, §3.1). */
record CloudEventAttributes(TextLengthCheck lengths) {

    private static final String SPECVERSION = "1.0";
    private static final String UNKNOWN = "unknown";

    /** Attributes that identify or describe the event for Parcours. The others change nothing and are named as ignored. */
    private static final Set<String> USED =
            Set.of("specversion", "id", "source", "type", "time", "datacontenttype", "data", "data_base64");

    /** The name of the application: what looks the same is the same application. A source that is rejected is shortened. */
    String application(JsonNode event) {
        String name = FactBinder.textIfAny(event, "source")
                .map(CloudEventAttributes::visible)
                .map(IdentifierNormalizer::value)
                .filter(source -> !source.isEmpty())
                .orElse(UNKNOWN);
        return lengths.shortenIdentifier(name);
    }

    /** @throws org.parcours.command.message.RejectionException naming the attribute */
    void check(ObjectNode event) {
        if (!FactBinder.text(event, "specversion", "specversion")
                .orElse(SPECVERSION)
                .equals(SPECVERSION)) {
            throw CloudEventRejectionCode.UNSUPPORTED_SPECVERSION.exceptionAt("specversion", "another version found");
        }
        for (String name : List.of("id", "source", "type")) {
            String value = FactBinder.text(event, name, name)
                    .filter(text -> !name.equals("source")
                            || !IdentifierNormalizer.value(text).isEmpty())
                    .orElseThrow(() -> CloudEventRejectionCode.ATTRIBUTE_MISSING.exceptionAt(name));
            lengths.checkIdentifier(value, name);
        }
    }

    /** The attributes that are not used, extensions included. */
    static List<String> ignored(ObjectNode event) {
        List<String> ignored = new ArrayList<>();
        event.properties().forEach(attribute -> {
            if (!USED.contains(attribute.getKey()) && !attribute.getValue().isNull()) {
                ignored.add(FieldPath.child("", attribute.getKey()));
            }
        });
        return ignored;
    }

    /** Without the characters for which the event is rejected: the name is stored and logged all the same. */
    private static String visible(String source) {
        StringBuilder visible = new StringBuilder();
        source.codePoints().map(c -> Characters.isPlain(c) ? c : '\uFFFD').forEach(visible::appendCodePoint);
        return visible.toString();
    }
}
