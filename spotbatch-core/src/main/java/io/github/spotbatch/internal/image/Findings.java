package io.github.spotbatch.internal.image;

import io.github.spotbatch.spec.InvalidSpecException;
import io.github.spotbatch.spec.InvalidSpecException.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the files of images, so that all of it is told at once. */
final class Findings {

  private final List<Problem> found = new ArrayList<>();

  void add(String path, Object value, String fix) {
    found.add(new Problem(path, value.toString(), fix));
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidSpecException(found);
    }
  }
}
