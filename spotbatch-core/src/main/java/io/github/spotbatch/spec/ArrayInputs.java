package io.github.spotbatch.spec;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of an array job, one for each child.
 *
 * <p>They travel with the job as environment variables of its containers: a range and a template as
 * a few numbers, a list as a compressed map. Inside the job {@code
 * io.github.spotbatch.runtime.JobInput} finds the child's own. A shell does so too:
 *
 * <pre>{@code
 * if [ -n "$SPOTBATCH_INPUTS" ]; then # a list, and whatever is run again
 *   echo "$SPOTBATCH_INPUTS" | base64 -d | gunzip | sed -n "$((AWS_BATCH_JOB_ARRAY_INDEX + 1))p"
 * else # a range or a template
 *   printf "${SPOTBATCH_INPUT_TEMPLATE:-%d}\n" \
 *     $((SPOTBATCH_INPUT_FROM + SPOTBATCH_INPUT_STEP * AWS_BATCH_JOB_ARRAY_INDEX))
 * fi
 * }</pre>
 *
 * <p>{@code SPOTBATCH_INPUTS} is the base64 text of the gzipped inputs of this array, in UTF-8, a
 * line each. {@code SPOTBATCH_INPUT_COUNT} is the number of inputs in the whole list, {@code
 * SPOTBATCH_INPUT_FIRST} the place in it of this array's first; where only some of a list are run,
 * {@code SPOTBATCH_INPUT_INDICES} has all their places instead, packed like the inputs.
 *
 * <p>Immutable and thread-safe.
 */
public final class ArrayInputs {

  private final InputValues values;
  private final int total;
  private final int first;

  /** Where in the whole list each input stands; null if they follow one another. */
  private final @Nullable List<Integer> indices;

  ArrayInputs(InputValues values, int total, int first, @Nullable List<Integer> indices) {
    this.values = values;
    this.total = total;
    this.first = first;
    this.indices = indices;
  }

  /**
   * Numbers that follow one another.
   *
   * @param from the first
   * @param toExclusive one more than the last
   * @return the numbers as decimal texts
   * @throws InvalidSpecException if there is none, or more than fit an int
   */
  public static ArrayInputs range(long from, long toExclusive) {
    return range(from, toExclusive, 1);
  }

  /**
   * Numbers at equal distances.
   *
   * @param from the first
   * @param toExclusive what no number reaches
   * @param step the distance, negative to count down; not 0
   * @return the numbers as decimal texts
   * @throws InvalidSpecException if there is none, or more than fit an int, or the step is 0
   */
  public static ArrayInputs range(long from, long toExclusive, long step) {
    int size = InputChecks.sizeOfRange(from, toExclusive, step);
    return new ArrayInputs(
        new InputValues.Ranged(from, step, Optional.empty(), size), size, 0, null);
  }

  /**
   * Texts that differ in a number only, such as {@code frames/%05d.exr}.
   *
   * @param template a text with one {@code %d} or, with leading zeros or blanks to a width, {@code
   *     %05d} or {@code %5d}; {@code %%} stands for a percent sign
   * @param range the numbers, by {@link #range}
   * @return the texts
   * @throws InvalidSpecException if the template has not exactly one number, or the inputs are no
   *     whole range
   */
  public static ArrayInputs template(String template, ArrayInputs range) {
    InputValues.Ranged numbers = InputChecks.rangeOfTemplate(template, range.values);
    return new ArrayInputs(
        new InputValues.Ranged(
            numbers.from(), numbers.step(), Optional.of(template), numbers.size()),
        numbers.size(),
        0,
        null);
  }

  /**
   * Any texts.
   *
   * @param inputs at least one, none with a line break; the same text may come twice
   * @return the texts in this order
   * @throws InvalidSpecException if there is none, or one cannot be a line of UTF-8
   * @see #of(List)
   */
  public static ArrayInputs of(String... inputs) {
    return of(List.of(inputs));
  }

  /**
   * Any texts. They are kept in memory, and as many arrays are made of them as their compressed map
   * needs; names and numbers that are made by rule take less room as a {@link #range} or {@link
   * #template}.
   *
   * @param inputs at least one, none with a line break; the same text may come twice
   * @return the texts in this order
   * @throws InvalidSpecException if there is none, or one cannot be a line of UTF-8
   */
  public static ArrayInputs of(List<String> inputs) {
    List<String> copy = List.copyOf(inputs);
    InputChecks.checkLines(copy);
    return new ArrayInputs(new InputValues.Listed(copy), copy.size(), 0, null);
  }

  /**
   * The inputs that a job carries.
   *
   * @param environment the environment variables of its containers
   * @param arraySize the number of the array's children, 1 for a plain job
   * @return the inputs of its children in order, or empty if it was submitted without inputs
   * @throws InvalidSpecException if the variables do not fit one another or the array's size
   */
  public static Optional<ArrayInputs> fromEnvironment(
      Map<String, String> environment, int arraySize) {
    return InputVariables.read(environment, arraySize);
  }

  /** {@return the number of inputs here} */
  public int size() {
    return values.size();
  }

  /** {@return the number of inputs in the whole list, of which these may be a part} */
  public int total() {
    return total;
  }

  /**
   * An input.
   *
   * @param position from 0 to below {@link #size()}
   * @return the input
   * @throws IndexOutOfBoundsException if the position is something else
   */
  public String input(int position) {
    return values.value(Objects.checkIndex(position, size()));
  }

  /**
   * Where an input stands in the whole list.
   *
   * @param position from 0 to below {@link #size()}
   * @return its place in the whole list, from 0; the position itself unless these are a part
   * @throws IndexOutOfBoundsException if the position is something else
   */
  public int index(int position) {
    Objects.checkIndex(position, size());
    return indices == null ? first + position : indices.get(position);
  }

  /**
   * Some of these inputs, which keep their places in the whole list.
   *
   * @param positions which ones, at least one, each from 0 to below {@link #size()}
   * @return those in this order
   * @throws InvalidSpecException if there is none
   * @throws IndexOutOfBoundsException if a position is something else
   */
  public ArrayInputs only(Collection<Integer> positions) {
    InputChecks.checkSome(positions);
    List<String> some = positions.stream().map(this::input).toList();
    List<Integer> places = positions.stream().map(this::index).toList();
    return new ArrayInputs(new InputValues.Listed(some), total, 0, places);
  }

  /**
   * The arrays that a submission of these inputs makes, without sending anything: as few as
   * possible of 2 to 10,000 children each and of nearly the same size. One input alone is a plain
   * job, which the reader understands as well.
   *
   * <p>AWS fails a job later whose overrides are longer than 8,192 characters of JSON. So a map
   * that would make them longer than 7,168 is spread over more arrays; the rest is room for the
   * variables that Batch sets itself, whose share in the limit AWS does not document.
   *
   * @param request what each child runs; its array size follows from the inputs, so that it is
   *     either their number or not given
   * @return the arrays in the order of the inputs
   * @throws InvalidSpecException if the request has another array size or a variable whose name
   *     begins with {@code SPOTBATCH_INPUT}, if it leaves no room for the inputs of two children,
   *     or if it depends on single children ({@link JobDependency#nToN}, {@link
   *     JobDependency#sequential}) and more than one array is needed
   */
  public List<InputArray> arrays(JobRequest request) {
    return new InputSplit(request, this).arrays();
  }

  /**
   * The first of these inputs.
   *
   * @param size how many, from 1 to {@link #size()}
   * @return those, which keep their places in the whole list
   * @throws IndexOutOfBoundsException if the number is something else
   */
  public ArrayInputs first(int size) {
    return slice(0, Objects.checkIndex(size - 1, size()) + 1);
  }

  /**
   * All of these inputs but the first.
   *
   * @param position how many to leave out, from 0 to below {@link #size()}
   * @return the others, which keep their places in the whole list
   * @throws IndexOutOfBoundsException if the number is something else
   */
  public ArrayInputs from(int position) {
    return slice(Objects.checkIndex(position, size()), size());
  }

  /** The inputs of a part of the positions. */
  ArrayInputs slice(int from, int to) {
    return new ArrayInputs(
        values.slice(from, to),
        total,
        first + from,
        indices == null ? null : indices.subList(from, to));
  }

  InputValues values() {
    return values;
  }

  Optional<List<Integer>> indices() {
    return Optional.ofNullable(indices);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArrayInputs that
        && values.equals(that.values)
        && total == that.total
        && first == that.first
        && Objects.equals(indices, that.indices);
  }

  @Override
  public int hashCode() {
    return Objects.hash(values, total, first, indices);
  }

  /**
   * How many inputs there are, with the first and the last of a range or template. Those of a list
   * are not shown: they may be addresses with a signature.
   *
   * @return for example {@code 500 inputs: frames/00000.exr to frames/00499.exr}
   */
  @Override
  public String toString() {
    String of = size() == total ? "" : " of " + total;
    String inputs = size() + of + (size() == 1 ? " input" : " inputs");
    String last = size() == 1 ? "" : " to " + input(size() - 1);
    return values instanceof InputValues.Listed ? inputs : inputs + ": " + input(0) + last;
  }
}
