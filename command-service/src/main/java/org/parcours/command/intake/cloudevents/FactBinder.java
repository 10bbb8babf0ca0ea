package org.parcours.command.intake.cloudevents;

import java.util.List;
import java.util.Optional;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Event;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.MalformedEventException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Converts the JSON of a fact to records; what does not fit is a rejection that names its path. */
record FactBinder(EventCodec codec) {

    /** @param at the path of the tree */
    <T> T bind(JsonNode tree, Class<T> record, String at) {
        try {
            return codec.factMapper().treeToValue(tree, record);
        } catch (JacksonException e) {
            throw BindingProblem.of(e, tree, at);
        }
    }

    Event event(String type, ObjectNode data) {
        try {
            return codec.event(type, data);
        } catch (MalformedEventException e) {
            if (e.getCause() instanceof JacksonException cause) {
                throw BindingProblem.of(cause, data, "data");
            }
            throw e.field().equals("type")
                    ? CloudEventRejectionCode.UNKNOWN_TYPE.exceptionAt("type")
                    : CloudEventRejectionCode.MALFORMED.exceptionAt(e.field());
        }
    }

    /** The steps to the fields of the data that no event of this type has. */
    List<List<Object>> unknownFields(String type, ObjectNode data) {
        return codec.unknownFields(type, data);
    }

    List<List<Object>> unknownFields(Class<?> record, JsonNode object) {
        return object instanceof ObjectNode fields ? codec.unknownFields(record, fields) : List.of();
    }

    JsonNode tree(Object value) {
        return codec.mapper().valueToTree(value);
    }

    /** @throws RejectionException where the field has a value that is not a text */
    static Optional<String> text(JsonNode object, String name, String path) {
        JsonNode value = object.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isString()) {
            throw CloudEventRejectionCode.MALFORMED.exceptionAt(
                    path, "a text is expected; " + BindingProblem.found(value));
        }
        return textIfAny(object, name);
    }

    /** The text of a field, unless it is blank or of another kind. */
    static Optional<String> textIfAny(JsonNode object, String name) {
        return object.path(name).stringValueOpt().filter(value -> !value.isBlank());
    }
}
