package io.github.spotbatch.testing;

import java.time.Instant;

/**
 * Something that happened to a world at a moment, such as a step of a script.
 *
 * @param time on the world's clock
 * @param label what the script calls it
 * @param text what happened
 */
public record ReportMark(Instant time, String label, String text) {}
