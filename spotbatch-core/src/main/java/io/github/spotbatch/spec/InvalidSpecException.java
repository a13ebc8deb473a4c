package io.github.spotbatch.spec;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A value that AWS would refuse, found before anything was sent.
 *
 * <p>Holds every problem of the value at once, each with where it is, what was given and what to
 * give instead. Immutable and thread-safe.
 */
public final class InvalidSpecException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, in the order in which it was found. */
  private final List<Problem> problems;

  /**
   * Makes the exception for the problems found.
   *
   * @param problems at least one problem, in the order in which they should be read
   */
  public InvalidSpecException(List<Problem> problems) {
    super(messageOf(problems));
    this.problems = List.copyOf(problems);
  }

  /** {@return all problems, in the order in which they were found} */
  public List<Problem> problems() {
    return problems;
  }

  private static String messageOf(List<Problem> problems) {
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return problems.stream()
        .map(problem -> "\n  - " + problem)
        .collect(Collectors.joining("", count + ":", ""));
  }

  /**
   * One thing that is wrong.
   *
   * @param path where it is, for example {@code computeEnvironment[spot].maxVcpus}
   * @param value what was received, {@code (none)} if nothing was
   * @param fix what to do about it
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // Strict Javadoc wants components described twice without.
  public record Problem(String path, String value, String fix) implements Serializable {
    /** {@return the problem in one line} */
    @Override
    public String toString() {
      return path + ": " + fix + ", was " + value;
    }
  }
}
