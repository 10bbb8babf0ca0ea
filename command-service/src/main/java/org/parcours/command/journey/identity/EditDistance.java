package org.parcours.command.journey.identity;

/** The number of typing errors between two words: a letter too many, missing, or wrong, or two letters exchanged. */
final class EditDistance {

    /** Longer words are compared exactly: the cost grows with the square of the length. */
    private static final int MAX_LENGTH = 100;

    private EditDistance() {}

    static boolean isAtMost(int errors, String one, String other) {
        return one.equals(other)
                || errors > 0
                        && Math.max(one.length(), other.length()) <= MAX_LENGTH
                        && Math.abs(one.length() - other.length()) <= errors
                        && between(one, other) <= errors;
    }

    /** Optimal string alignment. */
    private static int between(String one, String other) {
        int[][] distance = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : smallest(distance, one, other, i, j);
            }
        }
        return distance[one.length()][other.length()];
    }

    private static int smallest(int[][] distance, String one, String other, int i, int j) {
        int wrong = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int result = Math.min(Math.min(distance[i - 1][j] + 1, distance[i][j - 1] + 1), distance[i - 1][j - 1] + wrong);
        boolean exchanged =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return exchanged ? Math.min(result, distance[i - 2][j - 2] + 1) : result;
    }
}
