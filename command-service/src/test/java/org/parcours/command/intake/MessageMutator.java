package org.parcours.command.intake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Mutates messages: one to four changes of the bytes, characters, fields, lines or encoding of one message. The same
 * seed makes the same message.
 */
public final class MessageMutator {

    private static final int MAX_LENGTH = 256 << 10;
    private static final String DELIMITERS = "|^~\\&\r\n\"{}[]:,<>/ \u000b\u001c\0";

    /** Values that faulty programs put in the place of others. */
    private static final List<String> VALUES = List.of(
            "",
            "\"\"",
            "null",
            "true",
            "0",
            "-1",
            "99999999999999999999",
            "1e400",
            "NaN",
            "20261332",
            "00000000",
            "20260230250000",
            "2026-02-30T25:00:00Z",
            "2026-03-01T10:00:true",
            "+999999999-12-31T23:59:59.999999999-18:00",
            "\u202e\u0000",
            "\ud83d\ude00",
            "é œ €",
            "\\X41\\\\.br\\\\Zzz\\\\",
            "\\",
            "^^^^^^^^^^^^&&&&&&~~~~",
            "[]",
            "{}",
            "../../../etc/passwd",
            "' OR 1=1 --",
            "<script>alert(1)</script>",
            "%s%n%x",
            "MSH",
            "\rMSH\rMSH",
            "x".repeat(70_000));

    private static final List<Charset> CHARSETS = List.of(
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16LE,
            StandardCharsets.ISO_8859_1,
            Charset.forName("windows-1252"),
            Charset.forName("IBM037"),
            Charset.forName("GB18030"));

    private final List<byte[]> originals;

    public MessageMutator(List<byte[]> originals) {
        this.originals = List.copyOf(originals);
    }

    public byte[] mutate(long seed) {
        Random random = new Random(seed);
        byte[] message = randomMessage(random).clone();
        if (random.nextBoolean()) {
            Optional<byte[]> json = JsonMutator.mutate(message, random);
            if (json.isPresent()) {
                return json.get();
            }
        }
        for (int times = 1 + random.nextInt(4); times > 0 && message.length > 1; times--) {
            message = mutateOnce(message, random);
        }
        return message.length > MAX_LENGTH ? Arrays.copyOf(message, MAX_LENGTH) : message;
    }

    private byte[] randomMessage(Random random) {
        return originals.get(random.nextInt(originals.size()));
    }

    private byte[] mutateOnce(byte[] message, Random random) {
        return switch (random.nextInt(11)) {
            case 0 -> replaceBytes(message, random, () -> (byte) random.nextInt(256));
            case 1 ->
                replaceBytes(message, random, () -> (byte) DELIMITERS.charAt(random.nextInt(DELIMITERS.length())));
            case 2 -> flipBit(message, random);
            case 3 -> Arrays.copyOf(message, random.nextInt(message.length));
            case 4 -> removeRange(message, random);
            case 5 -> duplicateRange(message, random);
            case 6 -> replaceValue(message, random);
            case 7 -> swapValues(message, random);
            case 8 -> changeLines(message, random);
            case 9 -> reencode(message, random);
            default -> splice(message, randomMessage(random), random);
        };
    }

    private interface ByteSource {
        byte next();
    }

    private static byte[] replaceBytes(byte[] message, Random random, ByteSource replacement) {
        byte[] copy = message.clone();
        for (int i = random.nextInt(1 + copy.length / 60); i >= 0; i--) {
            copy[random.nextInt(copy.length)] = replacement.next();
        }
        return copy;
    }

    private static byte[] flipBit(byte[] message, Random random) {
        byte[] copy = message.clone();
        copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    private static byte[] removeRange(byte[] message, Random random) {
        int from = random.nextInt(message.length);
        return replace(message, from, from + random.nextInt(1 + Math.min(200, message.length - from)), new byte[0]);
    }

    private static byte[] duplicateRange(byte[] message, Random random) {
        int from = random.nextInt(message.length);
        int to = from + random.nextInt(1 + Math.min(400, message.length - from));
        return replace(message, to, to, Arrays.copyOfRange(message, from, to));
    }

    /** Replaces the value between two delimiters. */
    private static byte[] replaceValue(byte[] message, Random random) {
        int from = random.nextInt(message.length);
        byte[] value = randomValue(random).getBytes(StandardCharsets.UTF_8);
        return replace(message, valueStart(message, from), valueEnd(message, from), value);
    }

    static String randomValue(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    /** Swaps two values. */
    private static byte[] swapValues(byte[] message, Random random) {
        int one = random.nextInt(message.length);
        int other = random.nextInt(message.length);
        int first = Math.min(one, other);
        int second = Math.max(one, other);
        if (valueEnd(message, first) > valueStart(message, second)) {
            return message;
        }
        byte[] early = Arrays.copyOfRange(message, valueStart(message, first), valueEnd(message, first));
        byte[] late = Arrays.copyOfRange(message, valueStart(message, second), valueEnd(message, second));
        return replace(
                replace(message, valueStart(message, second), valueEnd(message, second), early),
                valueStart(message, first),
                valueEnd(message, first),
                late);
    }

    /** Removes, repeats or reorders lines; in a message of one line, the parts between commas. */
    private static byte[] changeLines(byte[] message, Random random) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        String end = text.indexOf('\r') >= 0 ? "\r" : text.indexOf('\n') >= 0 ? "\n" : ",";
        String[] lines = text.split(end, -1);
        int line = random.nextInt(lines.length);
        int other = random.nextInt(lines.length);
        switch (random.nextInt(4)) {
            case 0 -> lines[line] = "";
            case 1 -> lines[line] = lines[other];
            case 2 -> lines[line] = lines[line] + end + lines[other];
            default -> {
                String saved = lines[line];
                lines[line] = lines[other];
                lines[other] = saved;
            }
        }
        return String.join(random.nextInt(5) == 0 ? "\r\n" : end, lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] reencode(byte[] message, Random random) {
        byte[] reencoded =
                new String(message, StandardCharsets.UTF_8).getBytes(CHARSETS.get(random.nextInt(CHARSETS.size())));
        return random.nextInt(3) > 0
                ? reencoded
                : replace(reencoded, 0, 0, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    }

    private static byte[] splice(byte[] message, byte[] other, Random random) {
        return replace(
                message,
                random.nextInt(message.length),
                message.length,
                Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
    }

    private static byte[] replace(byte[] message, int from, int to, byte[] replacement) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + replacement.length);
        out.write(message, 0, from);
        out.writeBytes(replacement);
        out.write(message, to, message.length - to);
        return out.toByteArray();
    }

    private static int valueStart(byte[] message, int from) {
        int at = from;
        while (at > 0 && DELIMITERS.indexOf(message[at - 1] & 0xFF) < 0) {
            at--;
        }
        return at;
    }

    private static int valueEnd(byte[] message, int from) {
        int at = from;
        while (at < message.length && DELIMITERS.indexOf(message[at] & 0xFF) < 0) {
            at++;
        }
        return at;
    }
}
