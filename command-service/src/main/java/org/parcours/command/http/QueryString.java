package org.parcours.command.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a URL. The servlet's parameters are those of a form in the body as well: reading them would consume
 * the body of a client that declares it as a form.
 */
public record QueryString(List<Parameter> parameters) {

    public record Parameter(String name, String value) {}

    public QueryString {
        parameters = List.copyOf(parameters);
    }

    /** Empty where the percent-encoding is invalid, or is not that of UTF-8. */
    public static Optional<QueryString> of(@Nullable String query) {
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : (query == null ? "" : query).split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                Optional<String> name = decode(equals < 0 ? pair : pair.substring(0, equals));
                Optional<String> value = decode(equals < 0 ? "" : pair.substring(equals + 1));
                if (name.isEmpty() || value.isEmpty()) {
                    return Optional.empty();
                }
                parameters.add(new Parameter(name.get(), value.get()));
            }
        }
        return Optional.of(new QueryString(parameters));
    }

    public long count(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .count();
    }

    /** The first value that is not blank. */
    public Optional<String> first(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    /** Decodes percent-encoded UTF-8; a plus sign is a blank. */
    public static Optional<String> decode(String encoded) {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length() * 3);
        for (int i = 0; i < encoded.length(); i++) {
            char each = encoded.charAt(i);
            if (each == '%') {
                int high = digit(encoded, i + 1);
                int low = digit(encoded, i + 2);
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else {
                bytes.put(String.valueOf(each == '+' ? ' ' : each).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static int digit(String text, int index) {
        return index < text.length() && HexFormat.isHexDigit(text.charAt(index))
                ? HexFormat.fromHexDigit(text.charAt(index))
                : -1;
    }
}
