package org.parcours.command.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Removes the {@code Content-Encoding} of a body (RFC 9110, 8.4.1). */
enum ContentDecoder {
    IDENTITY {
        @Override
        InputStream decode(InputStream in) {
            return in;
        }
    },
    GZIP {
        @Override
        InputStream decode(InputStream in) throws IOException {
            return new GZIPInputStream(in);
        }
    },
    DEFLATE {
        @Override
        InputStream decode(InputStream in) throws IOException {
            PushbackInputStream pushback = new PushbackInputStream(in, 2);
            byte[] header = pushback.readNBytes(2);
            pushback.unread(header);
            return new InflaterInputStream(pushback, new Inflater(!hasZlibHeader(header)));
        }
    };

    static final String HEADER = "Content-Encoding";
    static final String SUPPORTED = "gzip, deflate";

    abstract InputStream decode(InputStream in) throws IOException;

    /** Empty where the encoding is not supported; several encodings, one over another, are not. */
    static Optional<ContentDecoder> of(HttpServletRequest request) {
        List<String> encodings = Collections.list(request.getHeaders(HEADER)).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(encoding -> encoding.strip().toLowerCase(Locale.ROOT))
                .filter(encoding -> !encoding.isEmpty() && !encoding.equals("identity"))
                .toList();
        if (encodings.size() > 1) {
            return Optional.empty();
        }
        return switch (encodings.isEmpty() ? "" : encodings.getFirst()) {
            case "" -> Optional.of(IDENTITY);
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "deflate" -> Optional.of(DEFLATE);
            default -> Optional.empty();
        };
    }

    /** RFC 9110, 8.4.1.2: some clients send "deflate" without the zlib header that it has (RFC 1950, 2.2). */
    private static boolean hasZlibHeader(byte[] header) {
        return header.length == 2 && (header[0] & 0x0f) == 8 && ((header[0] & 0xff) << 8 | header[1] & 0xff) % 31 == 0;
    }
}
