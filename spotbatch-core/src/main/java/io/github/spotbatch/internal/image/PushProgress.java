package io.github.spotbatch.internal.image;

/** Hears how far an image is. Called from several threads. */
@FunctionalInterface
public interface PushProgress {

  /** Says how it stands with one layer, such as {@code layer classes: 1.2 of 3.4 MiB}. */
  void tell(String state);
}
