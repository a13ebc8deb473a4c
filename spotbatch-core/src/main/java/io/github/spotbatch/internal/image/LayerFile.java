package io.github.spotbatch.internal.image;

import java.nio.file.Path;

/**
 * A file of this machine that goes into a layer.
 *
 * @param target its absolute path in the image
 */
public record LayerFile(Path source, String target, long bytes, boolean executable) {}
