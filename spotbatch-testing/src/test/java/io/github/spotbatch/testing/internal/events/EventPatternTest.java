package io.github.spotbatch.testing.internal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // pattern | event that matches | event that does not
        "{'a':['x','y']}                | {'a':'y','b':1}     | {'a':'z'}",
        "{'a':['x']}                    | {'a':['w','x']}     | {'a':['w']}",
        "{'a':['x'],'b':['y']}          | {'a':'x','b':'y'}   | {'a':'x','b':'z'}",
        "{'a':{'b':['x']}}              | {'a':{'b':'x'}}     | {'b':'x'}",
        "{'a':[300]}                    | {'a':300}           | {'a':300.0}",
        "{'a':[3.0]}                    | {'a':3.0}           | {'a':3}",
        "{'a':[null]}                   | {'a':null}          | {}",
        "{'a':[true]}                   | {'a':true}          | {'a':'true'}",
        "{'a':['']}                     | {'a':''}            | {'a':null}",
        "{'a':[{'prefix':'Host EC2'}]}  | {'a':'Host EC2 (i-1) terminated.'} | {'a':'host EC2'}",
        "{'a':[{'prefix':{'equals-ignore-case':'ho'}}]} | {'a':'HOST'} | {'a':'GHOST'}",
        "{'a':[{'suffix':'.png'}]}      | {'a':'x.png'}       | {'a':'x.pngs'}",
        "{'a':[{'suffix':{'equals-ignore-case':'.PNG'}}]} | {'a':'x.png'} | {'a':'png'}",
        "{'a':[{'equals-ignore-case':'Fail'}]} | {'a':'FAIL'} | {'a':'FAILS'}",
        "{'a':[{'anything-but':'x'}]}   | {'a':'y'}           | {'a':'x'}",
        "{'a':[{'anything-but':'x'}]}   | {'a':1}             | {}",
        "{'a':[{'anything-but':['x','y']}]} | {'a':'z'}       | {'a':'y'}",
        "{'a':[{'anything-but':[1,2]}]} | {'a':3}             | {'a':2}",
        "{'a':[{'anything-but':{'prefix':'x'}}]} | {'a':'ax'} | {'a':'xa'}",
        "{'a':[{'anything-but':{'suffix':['x','y']}}]} | {'a':'xa'} | {'a':'ay'}",
        "{'a':[{'anything-but':{'equals-ignore-case':['x','y']}}]} | {'a':'z'} | {'a':'Y'}",
        "{'a':[{'anything-but':{'wildcard':'*/lib/*'}}]} | {'a':'/bin/x'} | {'a':'/lib/x'}",
        "{'a':[{'numeric':['=',137]}]}  | {'a':137.0}         | {'a':'137'}",
        "{'a':[{'numeric':['>',0,'<=',5]}]} | {'a':5}         | {'a':0}",
        "{'a':[{'numeric':['>=',0,'<',5]}]} | {'a':0}         | {'a':5}",
        "{'a':[{'numeric':['<',0]}]}    | {'a':-0.5}          | {}",
        "{'a':[{'exists':true}]}        | {'a':null}          | {'b':1}",
        "{'a':[{'exists':true}]}        | {'a':1}             | {'a':{'b':1}}",
        "{'a':[{'exists':false}]}       | {'b':1}             | {'a':'x'}",
        "{'a':{'b':[{'exists':false}]}} | {}                  | {'a':{'b':1}}",
        "{'a':['x',{'exists':false}]}   | {}                  | {'a':'y'}",
        "{'a':[{'wildcard':'a*c*'}]}    | {'a':'abcd'}        | {'a':'ab'}",
        "{'a':[{'wildcard':'a\\\\*b'}]} | {'a':'a*b'}         | {'a':'axb'}",
        "{'$or':[{'a':['x']},{'b':['y']}]} | {'b':'y'}        | {'a':'y','b':'x'}",
        "{'c':['z'],'$or':[{'a':['x']},{'b':['y']}]} | {'a':'x','c':'z'} | {'a':'x'}",
        "{'$or':['x']}                  | {'$or':'x'}         | {'$or':'y'}",
        "{'a':{'b':['x'],'c':['y']}}    | {'a':[{'b':'x','c':'y'},{}]} | {'a':[{'b':'x'},{'c':'y'}]}",
        "{'a.b':['x']}                  | {'a':{'b':'x'}}     | {'a':{'c':'x'}}",
        "{'a.b':['x']}                  | {'a.b':'x'}         | {'a':'x'}",
      })
  void matches_event_onlyIfEveryFieldDoes(String pattern, String match, String other) {
    EventPattern read = EventPattern.of(json(pattern));

    assertThat(read.matches(node(match))).as(match).isTrue();
    assertThat(read.matches(node(other))).as(other).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x | Filter is not valid JSON",
        "[] | Filter is not an object",
        "{} | Empty objects are not allowed",
        "{'a':{}} | Empty objects are not allowed",
        "{'a':'x'} | `\"a\" must be an object or an array`",
        "{'a':[]} | Empty arrays are not allowed",
        "{'a':[['x']]} | Match value must be String, number, true, false, or null",
        "{'a':[{'prefix':'x','suffix':'y'}]} | Only one key allowed in match expression",
        "{'a':[{'like':'x'}]} | Unrecognized match type like",
        "{'a':[{'prefix':1}]} | prefix match pattern must be a string",
        "{'a':[{'equals-ignore-case':1}]} | equals-ignore-case match pattern must be a string",
        "{'a':[{'exists':'x'}]} | exists match pattern must be either true or false.",
        "{'a':[{'wildcard':'a**'}]} | Consecutive wildcard characters at pos 2",
        "{'a':[{'anything-but':{'exists':true}}]} | Unsupported anything-but pattern: exists",
        "{'a':[{'anything-but':[]}]} | Empty arrays are not allowed",
        "{'a':[{'anything-but':{'prefix':''}}]} | Null prefix/suffix not allowed",
        "{'a':[{'numeric':'x'}]} | Value of numeric must be an array.",
        "{'a':[{'numeric':[]}]} | Invalid member in numeric match: ]",
        "{'a':[{'numeric':[1]}]} | Invalid member in numeric match: 1",
        "{'a':[{'numeric':['~',1]}]} | Unrecognized numeric range operator: ~",
        "{'a':[{'numeric':['=','1']}]} | Value of equals must be numeric",
        "{'a':[{'numeric':['<',1,'>',0]}]} | Too many elements in numeric expression",
        "{'a':[{'numeric':['>',1,'=',2]}]} | Bad numeric range operator: =",
        "{'a':[{'numeric':['>',1,'<',1]}]} | Bottom must be less than top",
        "{'a':[{'numeric':['>',1,'<',2,'<',3]}]} | Too many terms in numeric range expression",
        "{'$or':[{'a':['x']},{'b':'y'}]} | `\"b\" must be an object or an array`",
      })
  void of_pattern_thatEventBridgeRefuses_saysWhy(String pattern, String reason) {
    assertThatThrownBy(() -> EventPattern.of(json(pattern)))
        .isInstanceOf(InvalidPattern.class)
        .hasMessage(reason);
  }

  @Test
  void of_addressRange_isNotModelled() {
    assertThatThrownBy(() -> EventPattern.of(json("{'a':[{'cidr':'10.0.0.0/24'}]}")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("cidr");
  }

  @Test
  void mayMatch_withoutDetail_asksForTheRestOnly() {
    EventPattern pattern =
        EventPattern.of(json("{'source':['aws.batch'],'detail':{'status':['FAILED']}}"));

    assertThat(pattern.mayMatch(node("{'source':'aws.batch'}"))).isTrue();
    assertThat(pattern.mayMatch(node("{'source':'aws.ec2'}"))).isFalse();
  }

  private static JsonNode node(String json) {
    return EventJson.parse(json(json)).orElseThrow();
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }
}
