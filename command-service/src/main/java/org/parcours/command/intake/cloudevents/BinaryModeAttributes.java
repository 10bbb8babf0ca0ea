package org.parcours.command.intake.cloudevents;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.message.Rejection;

/** The attributes of an event in binary mode, collected from the headers of a message. */
public final class BinaryModeAttributes {

    private static final String MEDIA_TYPE = "datacontenttype";

    /** Before the name of an attribute that cannot be read: a resubmission then lacks it until a person corrects it. */
    private static final String UNREAD_PREFIX = "unread";

    private final Map<String, String> values = new LinkedHashMap<>();
    private Optional<Rejection> problem = Optional.empty();

    /** @param name without the prefix of the header */
    public void put(String name, String value) {
        String earlier = values.putIfAbsent(name, value);
        if (earlier != null) {
            putUnread(name, earlier + ", " + value, "the header is there twice");
        }
    }

    /** @param reason why the value cannot be read */
    public void putUnread(String name, String value, String reason) {
        values.remove(name);
        values.put(UNREAD_PREFIX + name, value);
        if (problem.isEmpty()) {
            problem = Optional.of(CloudEventRejectionCode.INVALID_HEADER.at(FieldPath.child("", name), reason));
        }
    }

    /** The content type of the message, which is that of the data; a header of the attribute besides may not differ. */
    public void putContentType(String contentType) {
        String attribute = values.remove(MEDIA_TYPE);
        values.put(MEDIA_TYPE, contentType);
        if (attribute != null && EventContent.isJson(attribute) != EventContent.isJson(contentType)) {
            putUnread(MEDIA_TYPE, attribute, "the header Content-Type says otherwise");
        }
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    Map<String, String> values() {
        return values;
    }

    Optional<Rejection> problem() {
        return problem;
    }
}
