"""English."""
# ruff: noqa: E501, SIM905  (lists of words are read and edited as text, a phrase on one line)

from __future__ import annotations

from ivr.understanding.words.vocabulary import Vocabulary

_ASK = "[can you|could you|can i|could i|may i|i want|i would like|i need|i have|let me|i am going|i just want|i am trying|i]"
_PERSON = (
    "[a|an|the|some|another|any|your|my] [real|live|actual|human|city|customer service|different|living] (person|human|human being|agent|operator|"
    "representative|rep|somebody|someone|anybody|anyone|people|attendant|receptionist|dispatcher|supervisor|manager|customer service|being)"
)
_WHICH = (
    "[in charge|else|there|instead|again|right|right now|now|today|on the phone|on the line|in person|at the city|to talk to|about (this|it|that)|"
    "(who|that) (can help [me]|is real|knows)|(who|that) speaks (english|spanish)|[and] not [to|with] (a|the|some|this) (machine|computer|robot|recording)]"
)
_WISH = "(i (have|want|need|prefer|demand|would [like|prefer|rather]|am asking|am trying)|id [like|prefer|rather]|(can|could|may) (i|we)|(can|could) you let me|let me|lemme|i will)"

_HOLD = "(wait|hold on|hang on|[hold on|hang on|wait] (one|a|give me a|give me one|gimme a) (minute|second|moment|sec|min|bit))"
_THINGS = "(my|the|a|that) [reading|phone|water|request] (glasses|paper|papers|bill|letter|number|address|pen|pencil|notes|phone|wallet|card|mail|receipt)"

_LINKS: dict[str, tuple[str, ...]] = {
    "no_person": (
        f"[i|but i] (do not|did not|am not|never|would rather not) [really|even] (want|need|wish|asking|trying|ask) [to] [speak|talk] [to|with|for] {_PERSON}",
        f"[i|but i] (do not|did not) (want|need) to be (connected|transferred|sent) [to|with] {_PERSON}",
        f"(do not|please do not) (transfer|connect|put|send|give|get|switch) me [through|on|over] [to|with] {_PERSON}",
    ),
    "operator": (
        f"{_ASK} [to] (speak|talk|get|connect|transfer|put|give|switch) [me] [through] [to|with|over to] {_PERSON} [on the phone|on the line]",
        f"{_ASK} [to] send me [through|over] to {_PERSON}",
        f"{_ASK} [to] (speak|talk|get|be transferred|be connected) [me] [through] [to|with] {_PERSON} [on the phone]",
        f"(get|give|transfer|connect|put|forward) me [on] [through|over] [to|with] {_PERSON}",
        "[a|an|the] [real|live|actual|human|city|customer service|different] (person|human|human being|agent|operator|representative|rep|somebody|someone|attendant|receptionist|dispatcher|supervisor|manager|customer service)",
        "no (operator|agent|representative|a person|a human|a real person)",
        "[a|an|any] [real] (person|somebody|someone|human) (who|that) speaks (english|spanish)",
        "[can you|could you] (transfer|connect) me [now]",
        "is (there|anybody|anyone) [a|an|any] [real|live] (person|human|someone|somebody|operator|agent|there) [there|i can (talk|speak) (to|with)|available]",
        "is (anybody|anyone|somebody|someone) there [that|who] i can (talk|speak) (to|with)",
        "is there (anybody|anyone|somebody|someone) there [that|who] i can (talk|speak) (to|with)",
        f"(talk|speak) (to|with) {_PERSON} {_WHICH}",
        "(operator|agent|representative) (operator|agent|representative)",
        "[i] (do not want to|will not|am not [going to]|can not|hate to|am tired of) (talk|speak|talking|speaking) to (a|this|no) (machine|computer|robot|recording)",
        "can [a|an] [real] (person|human|somebody|someone) call me [back]",
        "(are you|is this) a (robot|machine|computer|recording)",
        "stop [the] (robot|machine|computer)",
    ),
    "a_person": (
        f"{_WISH} [to] (talk|speak|be transferred|be connected|get transferred|get connected|get through|holler|holla) [directly] (to|with|at) {_PERSON} {_WHICH}",
        f"(i (want|need|demand|prefer|would [like|prefer|rather have])|id [like|prefer|rather have]|(can|could|may) (i|we) (have|get)|can you (get|give|find) [me]|(get|give|find|bring) (me|us)|(transfer|connect|put|forward|switch) me [on|through|over] [to|with]) {_PERSON} {_WHICH}",
        "(transfer|connect) me [now]",
    ),
    "repeat": (
        "[can you|could you|will you|would you] repeat [that|it|the question|the options|the number|yourself|the menu] [again|one more time]",
        "[can you|could you|will you] say [that|it] (again|one more time|once more)",
        "(what|pardon|pardon me|excuse me|sorry|come again|huh|say what|i am sorry)",
        "what (did you say|was that|was the question|were the options|is that)",
        "[i] (did not|can not|could not) (hear|catch|understand|get) (you|that|it|what you said|the question)",
        "[sorry] [i] (missed|did not get|did not catch|did not hear) (that|it|you)",
        "(one more time|again|once more|repeat|come again)",
        "[no] [sorry] [i (mean|meant)] what (did|do|are|were) you (say|saying|ask|asking|want) [me] [again|from me|to know]",
        "[no] [i (mean|meant)] what is the question",
        "[can you|could you] (run|go) (that|it) (by|over) [with] me [again|one more time]",
        "[can you|could you|you have to|i am hard of hearing] (speak|talk) (up|louder) [a little|a bit]",
        "[sorry|i am sorry] [dear|honey|hon|sweetie|sir|ma am|maam] [i] (did not|can not|could not) [quite] (hear|catch|understand|get) (you|that|it|what you said|the question)",
        "(i am|am) sorry (what|what was that|what did you say|can you repeat that|say that again)",
    ),
    "back": (
        "[can i|can you|can we|i want to|i need to|let us|let me|take me] [to] go back [one|to the last (question|one)|a step|to the previous (question|one)|to the question before]",
        "(back|back up|previous|previous question|last question|back please|back one|one back|take me back|the question before)",
        "(undo|undo that|i made a mistake|that was a mistake)",
    ),
    "start_over": (
        "[can i|can we|i want to|i need to|let me|let us|can you] [to] (start over|start again|begin again|restart|start from the beginning|go back to the (start|beginning)|start all over) [again]",
        "[go|take me|return] [back] [to] [the] main menu",
        "(from the beginning|beginning|start over|main menu|from the top)",
    ),
    "language": (
        "[i speak|can we (speak|do this)|do you speak|can i get [this]|can you speak|i want|change|switch|i need] [it|this] [to] [in] (spanish|espanol)",
        "(en espanol|espanol|hablo espanol|habla espanol|hablas espanol|se habla espanol|para espanol)",
        "[can i|i want to|can you|can we] (change|switch) [the] language*",
        "(another|different|other) language",
        "(i do not|do not) speak english",
        "[i] no (speak|hablo|entiendo) [much|mucho|bien|muy bien|nada de|casi] [el] (english|ingles)",
        "[sorry] no (english|ingles) [please]",
    ),
    "help": (
        "[can you|i need|could you] (help|help me) [with this|here|please|understand]",
        "(what|which) (can|should|do|could) i (say|do|answer|press)",
        "(what are my (options|choices)|how does this work|i need help|what do you mean|i do not understand [the question|you])",
        "(what are the (options|choices)|instructions|explain|explain that|what does that mean)",
    ),
    "skip": (
        "[can i|can we|i want to|let us|let me|i would like to|i will|i would rather] [to] (skip|pass|move on) [this|that|it|on|on that|on this|this one|that one] [question|one]",
        "(next|next question|skip|pass|move on|keep going|not applicable|no answer|no comment|nothing|nothing else|that is all)",
        "[i|id] [would] (rather|prefer) [to] not [to] (say|answer|tell you|give it)",
        "[i] do not (want|care|wish) to (say|answer|tell|give that)",
        "none of your business",
    ),
    "emergency": ("[this is|it is|i have] (an|a) [real] emergency", "emergency"),
    "done_yet": (
        "(did|have|has) (you|you all|you guys|yall|they|anyone|anybody|someone|somebody|the city|the crew|a crew|he) [ever|even|already|finally|all] [come (and|to)|get around to|gotten around to|came and] "
        "(fix|fixed|fixing|repair|repaired|repairing|patch|patched|fill|filled|clean|cleaned|cleaning|finish|finished|trim|trimmed)",
    ),
    "slower": (
        "[can you|could you|please] (speak|talk|go|say it) [more] (slower|slow|slowly|slow down) [please]",
        "slow down",
        "[you are|that is|it is] [going|talking|speaking] too fast",
        "[this is] [a|the|your] [maryland|video|sprint|ip|tty] relay (operator|call|service|assistant|communications assistant) [number] [...] [with a [relay] call|for a caller|calling]",
        "[this is] [the|a] [maryland|video|sprint|ip|tty] relay [service] (with|i have|and i have) a [relay] call [for you]",
        "[this is] [i have] [a|the] [maryland|video|sprint|ip|tty] relay call [for you]",
        "(slower|more time|i need more time|give me more time|wait a minute|hold on|give me a (minute|second|moment))",
        f"{_HOLD} [and|while|let me|i have to|i need to|i am] [going to] [(get|find|grab|look for|looking for|put on|go get|look at|check) (it|that|{_THINGS})]",
        f"{_HOLD} [let me (see|look|check|think|find out|go look|go see|go check)]",
        f"[{_HOLD}] (let me|i have to|i need to|i am going to|i am) (get|find|grab|look for|looking for|put on|go get|go find) (it|that|{_THINGS})",
        "let me (see|look|check|think|find out|go look|go see|go check) [first|it up|again]",
    ),
}
_LINKS["main_menu"] = _LINKS["start_over"]
_LINKS["agent"] = _LINKS["person"] = _LINKS["operator"]
_LINKS["go_back"] = _LINKS["back"]
_LINKS["spanish"] = _LINKS["english"] = _LINKS["language"]

_NATO = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo "
    "sierra tango uniform victor whiskey xray yankee zulu"
)
_SPOKEN_LETTERS = {
    "ay": "A", "bee": "B", "be": "B", "cee": "C", "see": "C", "sea": "C", "dee": "D", "ee": "E", "eff": "F", "ef": "F",
    "gee": "G", "aitch": "H", "eye": "I", "jay": "J", "kay": "K", "el": "L", "ell": "L", "em": "M", "en": "N",
    "pee": "P", "pea": "P", "cue": "Q", "queue": "Q", "are": "R", "ar": "R", "ess": "S", "es": "S", "tee": "T",
    "tea": "T", "you": "U", "vee": "V", "ex": "X", "why": "Y", "zee": "Z", "zed": "Z", "alfa": "A", "juliett": "J",
}  # fmt: skip

_ADDRESS = "[the|that|an|a|any|my|its] [exact|house|street|block|building|actual|full] (number|address|street|name|place|location|block|cross street|zip code|street name)"

_PAPER = "(the|a|any|no|my|that|its|of) [request|account|reference|case|pole|tracking] (number|numbers|bill|paper|papers|letter|ticket|receipt|card)"
_AT_HAND = "[anymore|no more|handy|here|yet|(with|on) me|in front of me|right here|right now|at hand|on hand|from here|up there|from down here]"

ENGLISH = Vocabulary(
    links=_LINKS,
    unknown=(
        "[i] [really|honestly] do not (know|remember|recall|have it|have that|have one) [that|it|exactly|for sure|the answer|what it is|anything about it]",
        f"[sorry] [i] [really|honestly] (do not|can not|could not|never) [even] (know|have|remember|recall|find|see|tell you|get) [of|what] {_ADDRESS} [is|was] [for it|for that|off hand|offhand|exactly|right now|here|on me]",
        f"[i am] [really] not [really|too|quite] (sure|certain) [of|about|what] {_ADDRESS} [is|was]",
        f"(no|i have no) [idea] [of|about] [what] {_ADDRESS} [is|was]",
        "(no idea|i have no idea|not sure|i am not sure|i am not really sure|unknown|dunno|beats me|who knows|i forget|i forgot|could not tell you|i could not tell you|can not remember|i can not remember|can not say|i can not say|i did not see|do not have it)",
        "i do not know",
        f"[no|well] [sorry] [i|we] [just|really|still] (do not have|have not got|is not got|am not got|never got|never had|lost|threw out|threw away|misplaced|can not read|can not see|do not see|did not see|can not find|do not got) (it|that|one|none|any|no number|{_PAPER}) {_AT_HAND}",
        "[no|well] (they|nobody|no one|the lady|the man|she|he) [did not|never|is not] (give|gave|tell|told) me (no|any|a|the|one|none) [number|numbers|reference]",
        "[no|well] (there|it) (is|was) (no|not a|not any) number [on it|on that|given]",
    ),
    yes=(
        "yes", "yeah", "yep", "yup", "ya", "yea", "yah", "yes (please|sir|ma am)", "(that|it|this) is (right|correct|it|the one|true|fine|good|okay|ok|perfect)", "correct", "right", "sure", "true",
        "(uh huh|uhhuh|mm hmm|mmhmm|mhm|mm hm|um hum)", "absolutely", "exactly", "definitely", "certainly", "of course", "you (got it|bet|have it)", "(sounds|looks) (good|right|great|fine)", "(ok|okay|alright|all right)",
        "go ahead", "i (think|believe|guess|suppose) so", "i do not mind", "no (problem|doubt|worries)", "why not", "affirmative", "perfect", "great", "[it is|that is] fine", "(it|there|that|this) is",
        "(i|it|they|we) (do|does|did|am|have|has)", "they are", "please do", "for sure", "totally", "good", "indeed", "sure (thing|is|does)", "no (yeah|yes)", "you are right", "works for me", "aye",
    ),
    no=(
        "no that [is|will be|would be] all",
        "no", "nope", "nah", "naw", "nay", "no (thanks|thank you|way|sir|need|it is not)", "yeah no", "(uh uh|uhuh|nuh uh|unh unh|mm mm)",
        "not (really|right|correct|at all|yet|that|it|quite|exactly|anymore|now|today|true|good|okay|ok|me|mine|necessary|so|interested|a chance|the one|for me)",
        "(is|are|was|were|do|does|did|am|have|has|will|would|can|could) not", "wrong", "incorrect", "never", "negative", "false", "(it|that|this|i) (is|am) (not|wrong|incorrect)", "i do not (think|believe) so",
        "(absolutely|definitely|certainly|of course) not", "(that|it|this) is (wrong|incorrect|not [it|right|correct|true])", "i do not", "i would rather not", "neither", "none", "no no", "not", "(it|that) is no good",
        "(i|it|he|she|we|they) (has|have|had) no", "i doubt it", "(nobody|no one) [is] [hurt|injured|in danger]", "(everyone|everybody) is (ok|okay|fine|safe|all right)", "no (injuries|danger)",
        "(i am|we are) (good|fine|all set|done)",
    ),
    agrees=(
        "(i|we|it|that|he|she|they|you) (sure|certainly|really|definitely|absolutely|surely|gladly|totally) (would|do|does|did|is|will|was|has|have|am|are|can)",
        "[i|we] (is|am|are|will|would|could|can) not [going to|about to|gonna] (say|saying|turn|refuse|argue|object|complain|fight) [no] [to|with|about] [(that|it|you) [down]]",
        "(could not|can not) (agree more|argue with (that|it))", "nothing (left out|missing|to add)", "you (hit|have hit) the nail on the head",
        "(yas|yass|yasss)", "you (read|said|wrote|took|repeated|spelled|heard|have|have got|got|put) (it|that|this|me|mine|every digit|everything|all of it) [back|down|in] [to me] [just|very|all] (right|correct|correctly|perfect|perfectly|great|good|well|fine|nicely|beautifully|exactly)",
        "you (read|said|wrote|took|repeated|spelled|have|got) (it|that|this) [back|down] [to me] [just|exactly] (like|as|how|the way) i [said|told|gave|have|wrote] [it|that|you]", "(could not|can not) be (righter|more right|better|more correct|truer)",
        "(nothing|not a thing|no need) [for you] to (fix|change|correct|add|mend|redo|edit) [there|here|about (it|that)|it|that|anything]", "(do not|no need to) (change|touch|fix) (a thing|anything|a word|a digit)", "no (mistakes|errors|changes|corrections|complaints|fixes) [there|here|at all|needed|from me|on that|to make]",
        "[i] (see|hear|heard|have|have got|spot) no (mistakes|mistake|errors|error|changes|corrections|complaints)", "[i] (do not|did not) (see|hear|spot) (a|any) (mistake|mistakes|error|errors)",
        "(you may|you can|you could|yesm|yes m|pretty much|basically [yes]|essentially)", "(you can|please|just|go ahead and) (text|message|call|email|send) (me|it|that|one)", "text me", "to the best of my knowledge", "(thatd|that would|itd|it would) be (it|fine|right|great|good|correct|the one|nice|wonderful|perfect|lovely|okay|all right)",
        "[i] (do not|do not really|dont) (have|see) [a|any] (problem|problems|issue|issues|objection|objections) [with (that|it)]", "[i] (have|have got|got|see) no (problem|problems|issue|issues|objection|objections) [with (that|it)]", "[i] do not see why not", "(that|it) (has|is) been (my|our|the) (address|number|name|house|place|phone|street)",
        "(i|id) [would] (say|think|believe|guess|suppose|reckon) [that|it|this] (is|was) (right|it|correct|the one|mine|accurate|true|fine)", "[no] (i|we) do (want|need|like) (it|that|one|this|a|the|them) [text*|message*]",
        "(that|it|this) [all|really] (sounds|looks|seems) (good|right|great|fine|correct) [to me|by me|enough]", "(that will|thatll|it will|itll) (do|work) [fine|good|great] [for (me|us)]", "(might|may) as well", "(could not have|could not of) said it [any] better [myself]",
        "(you|i) (are|is|am) not (lying|kidding|joking|playing|wrong|mistaken)", "that (will|would) (help|be great|be good|be nice|be lovely|be wonderful)", "no that (sounds|looks) (good|right|great|fine|correct)",
        "(they|those|these|both) [are|is] [all|both] (right|correct|fine|good|it|the ones)", "(this|that) is (she|he|her|him|us|mine)", "speaking", "(go|roll|run|stick|stay) with (it|that|that one)", "have at it", "do that", "please and", "if you (would|could|will|can|do not mind)", "(everything|it all|all of it|that all) (is|looks|sounds|checks out|adds up|matches) [right|correct|good|fine]", "got it (right|in one)", "you (did|do|have) [it|that] right", "first try", "word for word", "to a t", "to the letter", "that is the idea", "not a doubt", "(it|that) matches", "(as|so) far as i can tell", "reckon so", "figure so", "yes to (that|both|all)", "okay by me", "that is a (yes|fact|bet|deal)",
        "probably (so|yes|is)", "most likely", "more than likely", "as far as i know", "to my knowledge", "last i checked", "that is my understanding", "(it|that) better be", "(i|we) sure do", "far as i know [yes]", "that is the way it is", "all (correct|right|good|day)", "every bit [of it]", "both [of them]", "sounds like it", "looks like it", "seems like it", "guess so",
        "yeh", "yessir", "yes (please|sir|ma am|indeed)", "yeah (sure|man|buddy)", "si", "yuh", "yessum", "yeppers",
        "(that|it|this) [is|was|would be|will be|sounds|looks|seems] [exactly|absolutely|quite|perfectly|just|all|about|totally|definitely] (right|correct|it|the one|true|fine|good|okay|ok|perfect|great|accurate)",
        "(that|this|it) is (me|us|him|her|them|mine|ours|my (house|number|place|address|street|block|name|car|phone))", "that will (do|work)", "(that|it) works [for me]", "accurate", "positive", "i am (sure|positive|certain)",
        "(uh huh|uhhuh|mm hmm|mmhmm|mhm|mm hm|um hum|uh hum|mmm hmm|um hmm|um hm|uh hm|hm hm)", "precisely", "naturally", "obviously", "by all means", "most (definitely|certainly)", "without [a] doubt",
        "(one hundred|a hundred|hundred|100) percent", "you (got it|got that right|bet|bet you|betcha|have it|know it|are right|are correct|nailed it|said it)",
        "you (heard|have|got|read|wrote|said) (me|it|that) (right|correctly|correct)", "nailed it", "bingo", "spot on", "dead on", "on the nose", "right on [the money|target]", "sho (is|did|nuff|enough)",
        "sure (enough|nuff|did|is|does|was|thing)", "it sure (is|does|did|was)", "(that|it) (is|was) what i [just|have|been|already] (said|told|telling|been|asked|meant|want|need|wanted|have|got)",
        "that is what (it|the paper|the letter|the sign) says", "that is the (one|address|number|name|place|street|house|spot|location|corner|block|car|problem|issue)", "(sounds|looks|seems) (good|right|great|fine|correct)",
        "(ok|okay|okey|alright|all right|alrighty|okey dokey)", "go [right|on] ahead", "go for it", "(fine|good|okay|ok|great) (by|with|for) me",
        "(it|that) (certainly|definitely|really|absolutely|surely|most certainly|still) (is|does|was|did|has)", "ten four", "10 4", "roger", "copy that", "fa sho", "agreed", "i agree", "for real",
        "(i|id) (think|believe|guess|suppose|reckon|would say|say|imagine|hope|would think) (so|yes|yeah)", "i (guess|suppose|reckon|believe) [it is|that is right|that is it|that is]", "i said (yes|yeah)", "the answer is yes",
        "that is a yes", "no (problem|doubt|worries|question|objection*)", "cool", "(not|is not|are not) (wrong|bad|incorrect|far off|a problem|mistaken)", "[you are|that is|it is|it was] not (wrong|incorrect|mistaken|a problem)",
        "nothing wrong with (that|it)", "(i|it|they|we|you|he|she) (do|does|did|am|have|has|was)", "(they|we|you) are", "(he|she) is", "i would (like|love) (that|to|it)", "no (yeah|yes|yep)",
        "(that|this|these|those) (are|is) (them|the ones|the right one*)", "you could say that", "guilty", "all good", "(hell|heck|oh|why|but|darn|damn|dang) (yes|yeah)", "(darn|damn|dang) (right|straight|skippy)",
        "(you are|that is|they are) [absolutely|quite|exactly|so|totally] (right|correct) [about that]", "right you are", "you can say that again", "(can not|could not) argue with that", "no mistake [about it]", "nothing wrong",
        "that is (what|where|how|who|when) (i|we|it|they|he|she|my|the|you)", "that is [all] (exactly|precisely|definitely|absolutely|certainly|correct|surely)", "that there is (it|right|the one)",
        "that sounds (about|like it) [right|it]", "about right", "close enough", "good enough", "that is the truth", "is not that the truth", "no lie", "you know that is right",
        "(facts|bet|word|amen|preach|straight|straight up|on point|on the money|mos def|deal|done|granted|right on|righto|okie dokie|okie doke|very good|very well|perfecto|yessiree|yes siree|uh huh honey)",
        "(i|we) (will|sure will|certainly will)", "(i|we|id|would|will) [would|will|really] (appreciate|take|love|like|want) (that|it|one|to)", "right as rain", "(that|it) checks out",
        "you (read|wrote) (it|that) [back|down] right", "(send|do|file|submit|put|sign|use|take|report|keep|leave) (it|that|them|me|one) [in|up|on|out|over] [please|through]", "let us do (it|that)", "sign me up",
        "please (send|do|file|submit|put|go|use|report|call|text|keep)", "i would", "i will", "that is (great|wonderful|lovely|excellent|okay with me|good with me)", "(wonderful|excellent|lovely|awesome)", "i am afraid so",
        "i am afraid (it|that) is", "unfortunately [yes|so|it is]", "(it|that) (has to|must|got to|would) be", "must be", "(it|that) does", "same (one|thing|place|number|address)", "the same", "like i (said|told you)",
        "as i said", "still is", "yes i (do|am|did|can|have|would|was|will)", "that is what i (told|tell|be|keep)", "mine", "that one", "this one", "i confirm", "confirm", "confirmed", "verified",
    ),
    denies=(
        "please do not", "please no", "i [would|will] (prefer|rather) (not|you did not|you do not|if you did not)", "(save|spare) (me|it|yourself) the trouble", "(you are|that is|it is) mixed up", "(leave|count|take) me (out|off)",
        "[just] (call|phone|ring) me (instead|rather)", "(rather|prefer) (you|to) [just] call", "(got|getting|have|get) (enough|too many) of them", "i am good on that",
        "(where|whered|how|howd) [on earth|in the world|the heck|the hell] [did] (you|yall|that) [ever] (get|hear|find|pull|come) [up] [with] (that|this|it|those|from) [number|address|street|from|idea]", "who [ever] (told|gave) you (that|this|it)",
        "i (asked for|gave you|wanted|was telling you|told you) [...] not", "i said [...] ... not", "you (read|said|heard|wrote|took|spelled|repeated|put|typed) (it|that|me|mine) [back|down|in|all] [to me] (wrong|backwards|incorrect*|funny|twisted)",
        "(right|correct|good|close|same) (idea|street|block|name|road|house|number|area|side|neighborhood|guess|track|ballpark|city) [and all] but (no|not|wrong|the wrong)", "(right|correct) (street|block|name|road|house|number|area|side) wrong (street|block|name|road|house|number|area|side)",
        "[you] (got|have|had) [...] right [...] but [...] (wrong|off|not right)", "(some|part|half|most) of (it|that) is right but", "what you [just] (read|said|have|wrote) is not [right|it|correct]",
        "(that|it|this) is (definitely|certainly|absolutely|really|clearly|actually|simply|just) not [my|mine|me|right|it|correct|the|what i said]", "i said ... (street|avenue|road|lane|court|place|drive|boulevard|north|south|east|west)", "i meant [to say] (the|it|a|my|on|at)",
        "(i|we|it|phone|this) (can|do|does|will|would) not (get|receive|take|accept|do|use|read|want) [any] (text|texts|messages|texting|those|them)", "(ill|i will) pass [on] [it|that|this]", "(everyone|everybody|we all|all of us) (is|are|got out) [all|doing|just] (ok|okay|fine|safe|alright|all right)", "that is (somebody|someone) (elses|else s)", "[there is] no way [that|it|this] is (right|correct|it|mine|true|the one)", "[i|we] (have|did) not (see|seen|notice|noticed|hear|heard) (anyone|anybody|any|nobody|no one|nothing|anything)", "(no|without) (injuries|injury|damage)",
        "i (said|told you|mentioned) nothing", "(not|none|nobody|no one|nothing) that (i|we) [have|can|could] [really|personally] (know|seen|see|saw|think|heard|hear|tell|remember|noticed|am aware) [of]", "[that|it|this] is not (where|what|how|who|when|why) (i|we|it|they|he|she|my|you) [am|is|was|live|lives|said|meant|want|asked|need|are|told|have|go|goes|stay|call|called]",
        "no [no] (that|it) is [quite|perfectly] (okay|ok|alright|all right)", "no [no] i am (okay|ok|good|fine|alright|all right|all set)", "(nobody|no one|not anybody|not anyone|not a soul) [is|was|got|gets|looks|seems|has been|has gotten|ended up] [really|badly|seriously] (hurt|injured|harmed|in danger|bleeding|trapped)",
        "[i|we|it|that|this|those|these|you|they] (is|are|was|were|does|do|did|has|have|can|could|would|should) not [...] (right|correct|accurate|true|the one|what i said|what i meant|it at all|mine)", "[i] (do|did|would) not (think|believe|reckon|figure|say|suppose|guess|feel) [...] (right|correct|so|that|it|is|one|matches)", "not [...] (right|correct|accurate|true|the one)", "(had|has|have|got|gets) (it|that|me|them) [all|down] (wrong|backwards|mixed up)", "all wrong", "(backwards|upside down|mixed up|messed up)", "(they|those|these) are [all] (wrong|not)", "misunderstood", "misheard", "no good", "nothing of the (kind|sort)", "under no circumstances", "i object", "that is a (lie|mistake|negative)", "count me out", "thumbs down", "denied", "rejected",
        "probably not", "not to my knowledge", "not as far as i know", "not (anymore|any more|that i am aware of|since)", "(big|huge|giant) no", "you wish", "no (such thing|such luck|siree bob|no|longer|lie you are wrong)", "i would have to say no", "other side", "(further|farther) (up|down)", "across the street", "one (block|street|house|number) (over|up|down|off)", "next (block|street|door|one)", "two (blocks|streets|doors) (over|up|down)",
        "noo", "nuh", "nah uh", "no it is not (right|correct|it|true|mine|my|good|the one|what i said)", "no (thanks|thank you|way|sir|ma am|need|it is not|siree|indeed)", "(uh uh|uhuh|nuh uh|unh unh|mm mm|nu uh|un uh)", "negatory", "nada",
        "not (really|right|correct|at all|yet|that|it|quite|exactly|anymore|now|today|true|good|okay|ok|me|mine|necessary|so|interested|a chance|the one|for me|even close|even|hardly|accurate|entirely|ever|particularly|likely|by a long shot|in the least|that one|this one|my)",
        "(is|are|was|were|do|does|did|am|have|has|had|will|would|can|could|should) not", "(is|are|was) not [it|right|correct|true|good]", "inaccurate", "mistaken", "hardly", "far from it", "nowhere near", "way off", "off by",
        "(that|it|this|there|he|she|they|we|i|you) (is|are|was|were|do|does|did|am|have|has|had|will|would) not [it|right|correct|true|the one|what i said|mine|my|good]",
        "(it|that|this|i|you) (is|am|are|was) [all|just|completely|totally|still|the] (wrong|incorrect|mistaken|off|backwards|false|a mistake|an error|way off)", "the wrong [one|number|street|address|house|place|block|name]",
        "you [have|have got|got|heard|wrote|have it|read|said|took] [it|that|me|the] [all|down|the] (wrong|backwards|mixed up|incorrect*|twisted)", "(you|yall|they) [all] (mixed|messed|screwed) (it|that|them|me) up",
        "you (misheard|misunderstood|made a mistake)", "mixed [it|them|that] up", "[the] other way around", "[the] opposite", "i (did not|never) (say|said|mean|meant|tell|told|ask) [you] [that|it|so]",
        "i (said|meant|told you) ... (not|instead of)", "it is ... not", "(almost|close) but", "almost", "not close", "it should (be|say)", "i (think|guess|believe|hope|am afraid|would say|say|said) (not|no)",
        "[i] do not (think|believe|guess|suppose) [so|that is right|it is|that is it]", "(absolutely|definitely|certainly|of course|probably|obviously|clearly|afraid|guess|hopefully) not", "i am afraid not",
        "(i|we|you|they) (do|did|have|would|can) not (have|see|want|need|live|own|got|remember it that way|agree|think|believe) [one|it|that|any|so|there|them]", "rather not", "nothing like that", "i disagree", "disagree",
        "the answer is no", "that is a no", "nowhere", "(lord|god|heavens|goodness|gosh|oh|hell|heck|come on|sorry|unfortunately|honey|girl|man|boy|wait|actually|well) no", "hard no", "no dice", "(not|never) on your life",
        "not that i know of", "not my", "(it|that) is somebody else", "somebody else", "that is (somebody|someone) else", "(different|another|other) (street|number|house|place|address|block|one|car|person)",
        "the other (one|street|side|number|block|house|way)", "that is the (other|next|old|previous|wrong|first|neighbors|former)",
        "that is (my|her|his|our) (old|ex|former|previous|last|work|mothers|moms|mamas|sisters|brothers|neighbors|daughters|sons|cousins|aunts|landlords|husbands|wifes|friends|grandmothers|dads|fathers|job)",
        "that (was|used to be) (my|the) (old|last|previous)", "(i|we) (moved|do not live there|never lived there)",
        "you (missed|forgot|skipped|left off|left out|added|dropped|switched|changed|flipped|swapped|misspelled|have me confused|are off|are way off|are confused|are thinking of|put the wrong|put it wrong)",
        "(one|a|two|couple) (digit|number|letter|block|blocks|street)* [is|are|was] (off|wrong|missing)", "[number|that|it] is off", "spelled wrong", "(it|that) is supposed to be", "supposed to be", "should (be|say|have been)",
        "(change|fix|redo|scratch|cancel|delete|erase) (that|it)", "try again", "guess again", "(it|that) does not (sound|look|seem) [right|correct|like]", "(does|do|did) not (sound|look|match|belong)",
        "(it|that) can not be [right|it|correct]", "i would not (say|call|think) [so|that|it]", "i would say no", "(do not|no need to) (bother|send|do|file|call|text|worry) [it|that|about it|me|one|them]", "no need",
        "(forget|skip|leave) it", "never mind", "nevermind", "i will pass", "pass", "not (interested|needed|necessary|on file|for sale|likely|this time|there|here|anybody|anyone)", "i have not", "i ain t", "no longer",
        "nothing [at all|else|more]", "nobody", "no one", "neither one", "none of (them|that|those|it|us)", "not (one|a|any) (bit|single one|of them)", "least of all", "beg to differ", "on the contrary", "rather the opposite",
        "mix up", "messed up", "garbled", "error", "big mistake", "no good", "i doubt (it|that)",
    ),
    unclear=(
        "no that (is|will be) it",
        "if you (hold|wait|give|let|could hold|can hold|could wait)", "(whenever|whatever) you", "which one", "(you are|your phone is|it is|the line is|the call is) (breaking up|cutting out|cutting in and out)", "(i will|ill) (ask|check|see|look) [my|with]",
        "[i|we] have not [even|really|actually] (checked|looked|seen|gone|asked|read|measured|counted|tried)", "(if|when|suppose) i (say|said|press|answer|tell you) (yes|no)",
        "i was not (there|home|here|around|looking)",
        "maybe [so|not]", "perhaps", "[i] (do|did) not have my (glasses|readers|paper|papers|phone|list|notes|bill|letter) [on|on me|with me|here|handy]", "(would|will|could) not know", "how (should|would) i know", "good question", "no (english|wait|comment)", "beg your pardon", "you would have to ask", "(half|part) of it", "more or less", "(kind|sort) of", "kinda", "sorta", "[i am] not [really|too|quite|entirely|so|a hundred percent|all that|completely] (sure|certain|positive)", "[i] [really|honestly] do not [really|even] (know|remember|recall)", "(could|might|may) be", "could be could not be", "(could|might|may) not be", "(it|that) [all|really|kind of] depends", "depends",
        "possibly", "yes and no", "(yes|yeah) or no", "yes no maybe", "[i] [have|have got|have not] [got] [no|any|a] (idea|clue)", "no (idea|clue)", "i have not (a|the) (clue|idea|foggiest)", "[i] do not (understand|follow|get it)", "i think", "somewhat", "hard to (say|tell)", "beats me", "who knows", "you tell me", "dunno", "i forget", "i forgot", "couldnt say",
        "sometimes", "[i] (can not|could not|can|could) [really|quite] (tell|say|hear|understand|see|be sure|remember|make out|catch)", "[i] did not (hear|catch|get|understand) [you|that|it]", "[i] [would] have to (check|look|ask|see)", "let me (check|look|see|think|ask|get|find)", "(say|tell|run|read|ask) [me] (that|it|this) [to me|by me] [one more time|once more|again]",
        "[can|could|would|will] [you] [please] (repeat|say again)", "one more time", "what did you say", "what was (that|the question)", "pardon", "come again", "(hold on|hang on|wait a|give me a|one sec|one second|one moment|just a)", "half and half", "so so", "fifty fifty", "either [one|way]", "neither here nor there", "partly", "partially", "i wish",
        "(probably|i will think about it)", "ask my", "what do you mean", "it varies", "in a way",
    ),
    echoes=(
        "(it|there|that|this) is", "(i|it|they|we|you|he|she) (do|does|did|am|have|has|was)", "(they|we|you) are", "(he|she) is", "good", "great", "right", "fine", "true", "please", "perfect", "cool", "positive", "si", "ya", "all good",
        "(that|it|this) [was] (good|right|fine|true|it|great|perfect)", "i (guess|suppose|reckon|believe)", "(ok|okay|okey|alright|all right|alrighty)", "obviously", "naturally", "accurate",
        "[it is|that is] fine", "you have it", "certainly", "indeed",
    ),
    enough=(
        "(that|it) (is|will be|would be) (it|all|everything|about it)", "(that|it) (will do|does) [it] [for me]", "that is all i (know|have|got)", "(that|this) is enough", "(nothing|nothing else|nothing more|not a thing|nothing really)",
        "(i am|we are) (good|fine|okay|ok|all set|done|finished)", "(i|we) (think|believe|guess) (so|not)", "i (think|believe|guess) that is (it|all|everything)", "(no|none) that i (know|can think) of", "all good", "i have nothing [else|more] [to (add|say)]",
        "no more [details|to say]", "there is nothing else", "(nothing|not) that i can think of",
    ),
    ongoing=(
        "[right] now", "just (happened|started|began)", "happening", "going on", "as we speak", "currently", "in progress", "at this (moment|minute|very moment)", "ongoing", "this minute",
        "still (here|there|outside|inside|going|happening|doing|in|on|at|around|out|up|standing|hanging|sitting|waiting|fighting|yelling|trying|running|parked|screaming)",
    ),
    finished=(
        "not [happening|going on] [right] (now|anymore|any more)", "(is|was|are|all) (over|done|finished)", "over with", "over and done", "already (happened|over|ended|done|left|gone|stopped|ran)", "no longer",
        "yesterday", "last (night|evening|week|weekend|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)", "overnight", "earlier", "this (morning|past)", "the other (day|night|week)", "over the weekend",
        "(second|seconds|minute|minutes|hour|hours|day|days|night|nights|week|weeks|month|months|year|years|while) (ago|back)", "(he|she|they|everybody|everyone) [have|has|had] [just|already] (left|ran|ran off|ran away|took off|drove off|is gone|are gone|gone)",
        "when i (woke|got|came|went|found|left)", "on (monday|tuesday|wednesday|thursday|friday|saturday|sunday)", "it (happened|ended|stopped)", "in the past",
    ),
    stop=frozenset(
        "a an the is are was were be been being am i me my mine we us our you your he she it its they them their this that these those "
        "there here to of in on at for from with by and or but so as if then than do does did has have had having will would can could should "
        "may might just really very some any um uh yeah yes please hello hi hey want wanna need like get got going go come came know "
        "about think say said tell what when where which who how some one thing something someone somebody people calling call called "
        "report reporting problem issue complain complaint city again also too now right front house street block road near next "
        "been because been all up out off over down into onto not no s t m re ve ll d been lot lots big huge little bit".split()
    )
    - frozenset("out down off no not up over house street road block front called call complain complaint report come came all said know next been".split()),
    same={
        "garbage": "trash", "rubbish": "trash", "refuse": "trash", "junk": "trash", "litter": "trash", "debris": "debris",
        "auto": "car", "vehicle": "car", "van": "car", "truck": "truck", "suv": "car", "automobile": "car",
        "lamp": "light", "lamppost": "light", "streetlight": "light", "streetlamp": "light", "bulb": "light",
        "couch": "sofa", "fridge": "refrigerator", "icebox": "refrigerator", "bin": "can", "cart": "can", "container": "can", "toter": "can", "barrel": "can",
        "yelling": "loud", "noisy": "loud", "noise": "loud", "mice": "rat", "mouse": "rat", "rodent": "rat", "puppy": "dog", "pitbull": "dog", "pup": "dog",
        "limb": "branch", "weed": "grass", "lawn": "grass", "brush": "grass", "taken": "stolen", "stole": "stolen", "robbed": "stolen", "steal": "stolen",
        "stealing": "stolen", "swiped": "stolen", "roach": "roach", "cockroach": "roach", "sewage": "sewage", "poop": "sewage", "feces": "sewage",
        "plugged": "clogged", "stopped": "clogged", "blocked": "blocked", "choked": "clogged", "backed": "backed", "hypodermic": "needle", "syringe": "needle",
        "sidewalk": "sidewalk", "footpath": "sidewalk", "pavement": "pavement", "alleyway": "alley", "hydrant": "hydrant", "plug": "plug", "filthy": "dirty",
        "pickup": "pick", "dumped": "dump", "dumping": "dump", "throwing": "dump", "threw": "dump", "icy": "ice", "plow": "snow", "plowed": "snow", "salt": "ice", "salted": "ice",
        "mowed": "mow", "mowing": "mow", "tag": "tag", "tagged": "graffiti", "tagging": "graffiti", "painted": "paint", "spraypaint": "graffiti", "graffitti": "graffiti",
        "landlord": "landlord", "tenant": "landlord", "homeless": "homeless", "unhoused": "homeless", "crater": "pothole", "tyre": "tire", "busted": "broken", "broke": "broken", "smashed": "smash",
        "blaring": "loud", "blasting": "loud", "kitten": "cat", "thief": "stolen", "burglarized": "stolen", "operator": "operator", "wallet": "wallet", "purse": "wallet",
    },
    endings=("ingly", "edly", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "s", "e", "y"),
    fillers=frozenset("i is it the a an to press option number key choose pick select say for my would be that one its of was answer going with think want".split()),
    ordinal_frame=frozenset("the one option choice number press key answer i want choose pick select would like to take is it that item go with s button".split()),
    last=frozenset({"last", "final", "bottom"}),
    amounts={"couple": 2, "coupla": 2, "pair": 2, "dozen": 12, "none": 0, "nobody": 0, "once": 1, "twice": 2, "single": 1, "both": 2, "zilch": 0, "nothing": 0, "half dozen": 6},
    months={m: n for n, ms in enumerate("january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|november nov|december dec".split("|"), 1) for m in ms.split()},
    weekdays={d: n for n, ds in enumerate("monday mondays|tuesday tuesdays|wednesday wednesdays|thursday thursdays|friday fridays|saturday saturdays|sunday sundays".split("|")) for d in ds.split()},
    days={
        -7: ("a week ago",),
        -2: ("day before yesterday", "night before last", "day before last", "a couple days ago", "a couple of days ago"),
        -1: ("yesterday", "last night", "last evening", "overnight", "last nite", "late last night"),
        0: ("today", "tonight", "this (?:very )?(?:morning|afternoon|evening)", "earlier today", "a (?:few minutes|minute) ago", "this noon"),
        1: ("tomorrow",),
        2: ("day after tomorrow",),
        7: ("a week from today", "a week from now"),
    },
    before_hour=("at", "about", "around", "by", "before", "after", "since", "like", "near", "close to", "almost", "nearly", "between", "until", "till", "til", "from", "exactly", "roughly", "approximately", "past"),
    letters={word: word[0].upper() for word in _NATO.split()} | _SPOKEN_LETTERS | {"double u": "W", "x ray": "X"},
    number_frame=frozenset("it is the number house address at on of that would be my".split()),
    near=("at the corner of", "on the corner of", "corner of", "at the intersection of", "intersection of", "in front of", "across from", "across the street from", "next to", "next door to",
          "in the alley behind", "behind", "outside of", "outside", "close to", "right by", "near", "by", "around", "over on", "over at", "down on", "up on", "along", "at", "on", "in the"),
    street=frozenset("street st avenue ave road rd boulevard blvd drive dr lane ln court ct place pl way terrace circle alley highway hwy parkway pkwy square row pike bypass expressway block".split()),
    stops=frozenset("is are was were has have had it its it's that thats which who and's since because cause for from where with when but so there theres they "
                    "he she i im you we please yesterday today last every been about again needs need blocking leaking full going doing can could would not isnt "
                    "hasnt doesnt wont right into onto after before if while did does do this my a causing coming running in".split()),
)  # fmt: skip
