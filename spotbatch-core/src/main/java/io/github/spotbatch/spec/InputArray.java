package io.github.spotbatch.spec;

/**
 * One array job of those that inputs are spread over, or the plain job of a single input.
 *
 * @param request what is submitted: the request with the array's size and the variables in which
 *     the inputs travel
 * @param inputs the inputs of its children in order
 */
public record InputArray(JobRequest request, ArrayInputs inputs) {

  /** {@return what it is, with its first and last input} */
  @Override
  public String toString() {
    return (inputs.size() == 1 ? "job of " : "array of ") + inputs;
  }
}
