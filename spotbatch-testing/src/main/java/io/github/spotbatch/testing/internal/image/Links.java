package io.github.spotbatch.testing.internal.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** The symbolic links below a folder, none of which leads out of it. */
final class Links {

  /** As many as Linux follows before it speaks of a loop. */
  private static final int MAX_HOPS = 40;

  private final Path root;

  Links(Path root) {
    this.root = root;
  }

  /** Makes a link; an absolute one counts from the root. */
  void create(Path place, LayerEntry entry) throws IOException {
    String target = entry.target();
    Path folder = parent(place);
    if (target.startsWith("/")) {
      target = (folder.equals(root) ? "." : folder.relativize(root)) + target;
    }
    try {
      Files.createSymbolicLink(place, Path.of(target));
    } catch (InvalidPathException | NoSuchFileException e) {
      throw new UnusableImage("entry '" + entry.path() + "' of a layer is a link to no path", e);
    }
    refuseOutside(place, entry.path());
  }

  /** Goes where a link leads as the kernel does, which a comparison of texts would not. */
  void refuseOutside(Path link, String name) throws IOException {
    Deque<Path> ahead = new ArrayDeque<>(steps(link));
    Path at = parent(link);
    int hops = 0;
    while (!ahead.isEmpty() && hops < MAX_HOPS) {
      Path step = ahead.pop();
      if (step.toString().equals("..")) {
        if (at.equals(root)) {
          throw outside(name);
        }
        at = parent(at);
      } else if (!step.toString().equals(".")) {
        Path next = at.resolve(step);
        if (Files.isSymbolicLink(next)) {
          hops++;
          List<Path> further = steps(next);
          for (int i = further.size() - 1; i >= 0; i--) {
            ahead.push(further.get(i));
          }
        } else {
          at = next;
        }
      }
    }
  }

  /** Nothing here is the root of the file system. */
  private static Path parent(Path place) {
    return Objects.requireNonNull(place.getParent());
  }

  private static List<Path> steps(Path link) throws IOException {
    List<Path> steps = new ArrayList<>();
    Files.readSymbolicLink(link).forEach(steps::add);
    return steps;
  }

  /**
   * What is really at a place, all links followed.
   *
   * @param name of the entry that needs it
   * @throws UnusableImage if nothing is there, or it is outside
   */
  Path existing(Path place, String name) {
    Path real;
    try {
      real = place.toRealPath();
    } catch (IOException e) {
      throw new UnusableImage(
          "entry '" + name + "' of a layer needs what a link does not lead to", e);
    }
    if (!real.startsWith(root)) {
      throw outside(name);
    }
    return real;
  }

  private static UnusableImage outside(String name) {
    return new UnusableImage("entry '" + name + "' of a layer is or follows a link to the outside");
  }
}
