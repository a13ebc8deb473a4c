package io.github.spotbatch.testing;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One attempt of a job, as a script may look at it before the container starts.
 *
 * <p>Immutable. Not to be implemented outside this library.
 */
public interface ContainerRun {

  /** {@return the name that the job was submitted under; the same for all children of an array} */
  String jobName();

  /** {@return name and revision of its job definition, such as {@code render:7}} */
  String jobDefinition();

  /** {@return the reference of the image, as the job definition has it} */
  String image();

  /**
   * {@return the reference of the image, as the job definition has it, and every other one with a
   * tag that leads to the same image of the account's ECR}
   */
  Set<String> imageReferences();

  /** {@return the index in its array, from 0; empty if it is no child of an array} */
  OptionalInt arrayIndex();

  /** {@return the number of the attempt, from 1} */
  int attempt();

  /** {@return what the container runs, placeholders replaced; empty for the image's own command} */
  List<String> command();

  /** {@return all variables that the container gets from the job and from Batch} */
  Map<String, String> environment();

  /** {@return the parameters of the job definition, with those of the submission put over them} */
  Map<String, String> parameters();
}
